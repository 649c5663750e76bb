// The events of one run, from the server to the curve. EventSource reconnects by itself after a lost connection;
// after an answer that is no stream (a proxy's error page, a server that is starting) it gives up, and we try again.

const RETRY_FIRST = 500;
const RETRY_MOST = 8000;
const FINAL_STATES = ["finished", "stopped", "failed"];
const isFinal = (state) => FINAL_STATES.includes(state);

class RunStream {
  /** `listener` has onSnapshot, onEpoch, onState, onProgress, onGone, onEnd, onLost, onFound and isThere. */
  constructor(listener) {
    this.listener = listener;
    this.source = null;
    this.run = "";
    this.pause = RETRY_FIRST;
    this.timer = 0;
  }

  get isOpen() {
    return Boolean(this.run);
  }

  follow(url, run) {
    if (this.run === run) return;
    this.close();
    this.url = `${url}?run=${encodeURIComponent(run)}`;
    this.run = run;
    this.watch = setInterval(() => this.listener.isThere() || this.close(), 2000);
    this.connect();
  }

  connect() {
    const source = new EventSource(this.url);
    this.source = source;
    const on = (name, hear) =>
      source.addEventListener(name, (event) => {
        // A curve that has left the page hears nothing more, and its run loses the lease.
        if (source !== this.source) return;
        if (!this.listener.isThere()) this.close();
        else hear(JSON.parse(event.data));
      });
    on("snapshot", (data) => {
      this.pause = RETRY_FIRST;
      this.listener.onFound();
      this.listener.onSnapshot(data);
    });
    on("epoch", (data) => this.listener.onEpoch(data));
    on("state", (data) => this.listener.onState(data));
    on("progress", (data) => this.listener.onProgress(data));
    on("gone", (data) => {
      this.listener.onFound();
      this.listener.onGone(data);
    });
    on("end", () => {
      this.close();
      this.listener.onEnd();
    });
    source.addEventListener("error", () => source === this.source && this.onError());
  }

  onError() {
    this.listener.onLost();
    if (this.source.readyState !== EventSource.CLOSED) return;
    this.timer = setTimeout(() => this.run && this.connect(), this.pause);
    this.pause = Math.min(RETRY_MOST, 2 * this.pause);
  }

  close() {
    clearTimeout(this.timer);
    clearInterval(this.watch);
    this.source?.close();
    this.source = null;
    this.run = "";
  }
}
