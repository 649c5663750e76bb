// The live curve: loss and accuracy of a run while it trains. The page keeps every node; updates only set attributes.
// Streamlit gives one script to a component, so scale.js, panel.js and stream.js are put before this file.

const curves = new WeakMap();
const RERUN_WAIT = 3000;

const TABLE_COLUMNS = [
  ["loss", "training loss", formatLoss],
  ["val_loss", "validation loss", formatLoss],
  ["accuracy", "training accuracy", formatAccuracy],
  ["val_accuracy", "validation accuracy", formatAccuracy],
];

class LiveCurve {
  constructor(component) {
    this.parent = component.parentElement;
    this.root = this.parent.querySelector(".live-curve");
    this.plots = this.root.querySelector(".plots");
    this.overlayList = this.root.querySelector(".overlays");
    this.progress = this.root.querySelector(".progress");
    this.summary = this.root.querySelector(".summary");
    this.status = this.root.querySelector(".status");
    this.announcer = this.root.querySelector(".announcer");
    this.details = this.root.querySelector("details");
    this.tableHead = this.root.querySelector("thead");
    this.tableBody = this.root.querySelector("tbody");
    this.runId = null;
    this.lost = false;
    this.stream = new RunStream(this);
    this.epoch = null;
    this.finished = 0;
    this.frame = 0;
    this.loss = new Panel(this.plots, {
      title: "Loss",
      trainKey: "loss",
      validationKey: "val_loss",
      scale: lossScale,
      format: formatLoss,
      formatTick: formatLossTick,
      formatGap: formatLossGap,
      labelAtTop: true,
    });
    this.accuracy = new Panel(this.plots, {
      title: "Accuracy",
      trainKey: "accuracy",
      validationKey: "val_accuracy",
      scale: accuracyScale,
      format: formatAccuracy,
      formatTick: formatAccuracyTick,
      formatGap: formatAccuracyGap,
      labelAtTop: false,
    });
    this.panels = [this.loss, this.accuracy];
    this.observer = new ResizeObserver(() => this.schedule());
    this.observer.observe(this.plots);
    this.hearWish = ({ detail }) => this.onPathWanted(detail.run);
    window.addEventListener("run-path-wanted", this.hearWish);
    this.listen();
  }

  /** What a run of the page's script knows: a run to show, and how far it had come by then. */
  receive({ data, setTriggerValue }) {
    const { run, snapshot } = data;
    clearTimeout(this.asking); // the answer to what was asked, or newer
    this.askForRerun = () => setTriggerValue("ended", run);
    this.height = data.height;
    this.hasAccuracy = data.accuracy;
    this.overlays = data.overlays.map((overlay) => ({ ...overlay, series: toSeries(overlay.history) }));
    const another = run !== this.runId;
    this.runId = run;
    if (another) this.stream.close();
    const done = isFinal(snapshot.state);
    // An open stream knows more than a script that ran a moment ago; so does a curve that is longer.
    if (another || done || (!this.stream.isOpen && longest(snapshot.history) >= this.finished)) this.show(snapshot);
    if (run && !done && run !== this.goneRun) this.stream.follow(data.url, run);
    else this.stream.close();
    this.fillOverlays();
    this.schedule();
  }

  isThere() {
    return (this.parent.host ?? this.parent).isConnected;
  }

  show(snapshot) {
    this.series = toSeries(snapshot.history);
    this.finished = longest(this.series);
    this.stand(snapshot);
    this.setProgress(snapshot.progress);
    this.lost = false;
  }

  stand({ state, stopped_epoch, message, position, total_epochs, summary }) {
    this.state = state;
    this.totalEpochs = total_epochs;
    this.stoppedEpoch = stopped_epoch;
    this.message = message;
    this.position = position;
    this.words = summary;
  }

  setProgress(fraction) {
    this.fraction = isFinal(this.state) ? 0 : fraction;
  }

  onSnapshot(data) {
    this.show(data);
    this.handOnPath(data);
    this.schedule();
  }

  onEpoch({ first, logs, summary, ...more }) {
    this.handOnPath(more);
    for (const [name, values] of Object.entries(logs)) {
      const series = (this.series[name] ??= []);
      series.splice(first, Infinity, ...values.map(toNumber));
    }
    this.finished = longest(this.series);
    this.words = summary;
    this.setProgress(0);
    this.schedule();
  }

  /** Let other views of the page see the weights of a run that keeps them; one that comes late asks for all. */
  handOnPath({ run, path, path_first: first }) {
    if (!path) return;
    if (run !== this.pathOf) this.path = [];
    this.pathOf = run;
    this.path.splice(first, Infinity, ...path);
    window.dispatchEvent(new CustomEvent("run-path", { detail: { run, path, first } }));
  }

  onPathWanted(run) {
    if (run && run === this.pathOf) this.handOnPath({ run, path: [...this.path], path_first: 0 });
  }

  onState(data) {
    this.stand(data);
    this.schedule();
  }

  onProgress({ fraction }) {
    this.setProgress(fraction);
    this.schedule();
  }

  onGone({ run, message }) {
    this.goneRun = run; // asked for no more, or a page that still believes in it would ask without end
    this.message = message;
    this.schedule();
  }

  /** The run is over: the rest of the page has something to show. */
  onEnd() {
    this.fraction = 0;
    this.announcer.textContent = this.words;
    this.ask(RERUN_WAIT);
    this.schedule();
  }

  /** Ask for a run of the script, again while none comes: just after a lost connection, Streamlit drops the first. */
  ask(pause) {
    this.askForRerun();
    this.asking = setTimeout(() => this.isThere() && this.ask(Math.min(2 * pause, 8 * RERUN_WAIT)), pause);
  }

  onLost() {
    this.lost = true;
    this.schedule();
  }

  onFound() {
    this.lost = false;
    this.schedule();
  }

  /** However fast updates come, draw once a frame. */
  schedule() {
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    }
  }

  draw() {
    followTheme(this.root);
    this.root.dataset.state = this.state;
    this.root.dataset.run = this.runId;
    setText(this.summary, this.words);
    if (this.plots.getAttribute("aria-label") !== this.words) this.plots.setAttribute("aria-label", this.words);
    setText(this.status, this.statusWords());
    this.progress.value = this.fraction;
    this.progress.style.visibility = this.fraction > 0 ? "visible" : "hidden";
    const { series, stoppedEpoch, overlays } = this;
    const totalEpochs = Math.max(this.totalEpochs, this.finished, ...overlays.map((other) => longest(other.series)));
    this.run = { series, totalEpochs, stoppedEpoch, overlays };
    const hasAccuracy = series.accuracy || series.val_accuracy;
    this.accuracy.element.hidden = this.finished ? !hasAccuracy : !this.hasAccuracy;
    for (const panel of this.panels) if (!panel.element.hidden) panel.draw(this.run, this.height);
    if (this.details.open) this.fillTable();
    if (this.epoch !== null) this.pointAt(this.epoch);
  }

  /** Why nothing moves, in a sentence; the page itself tells how a run ended. */
  statusWords() {
    if (this.lost) return "The connection to the server is lost; the page tries again by itself.";
    if (isFinal(this.state) || !this.message) return "";
    return this.position === null ? this.message : `Place ${this.position} in the queue. ${this.message}`;
  }

  fillOverlays() {
    this.overlayList.hidden = !this.overlays.length;
    while (this.overlayList.childElementCount > this.overlays.length) this.overlayList.lastElementChild.remove();
    this.overlays.forEach((overlay, index) => {
      let item = this.overlayList.children[index];
      if (!item) {
        item = makeElement(this.overlayList, "li");
        const picture = makeElement(item, "svg", "", SVG);
        setAttributes(picture, { width: 26, height: 8, "aria-hidden": "true" });
        makeElement(picture, "path", "overlay", SVG);
        makeElement(item, "span");
      }
      setAttributes(item.querySelector("path"), { d: "M0 4H26", ...overlayStyle(overlay, index) });
      setText(item.querySelector("span"), overlay.name);
    });
  }

  fillTable() {
    const columns = TABLE_COLUMNS.filter(([name]) => this.series[name]);
    const rows = [["epoch", ...columns.map(([, title]) => title)]];
    for (let epoch = 1; epoch <= this.finished; epoch += 1) {
      const cells = columns.map(([name, , format]) => {
        const value = this.series[name][epoch - 1];
        return value === undefined ? "" : format(value);
      });
      rows.push([String(epoch), ...cells]);
    }
    fillRows(this.tableHead, rows.slice(0, 1), "col");
    fillRows(this.tableBody, rows.slice(1), "row");
  }

  listen() {
    this.details.addEventListener("toggle", () => this.schedule());
    for (const panel of this.panels) {
      panel.svg.addEventListener("pointermove", (event) => {
        this.pointAt(panel.epochAt(event.clientX - panel.svg.getBoundingClientRect().left));
      });
      panel.svg.addEventListener("pointerleave", () => this.pointAt(null));
    }
    this.plots.addEventListener("keydown", (event) => this.onKey(event));
    this.plots.addEventListener("focus", () => this.plots.matches(":focus-visible") && this.announce(this.finished));
    this.plots.addEventListener("blur", () => this.pointAt(null));
  }

  onKey(event) {
    const from = this.epoch ?? this.finished;
    const target = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 1, End: this.finished, Escape: null }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    if (target === null) this.pointAt(null);
    else this.announce(target);
  }

  announce(epoch) {
    this.pointAt(epoch);
    if (this.epoch === null) return;
    const words = this.panels.filter((panel) => !panel.element.hidden).map((panel) => panel.wordsAt(this.epoch));
    this.announcer.textContent = `Epoch ${this.epoch}. ${words.filter(Boolean).join(". ")}`;
  }

  pointAt(epoch) {
    this.epoch = epoch === null || !this.finished ? null : Math.min(this.finished, Math.max(1, epoch));
    for (const panel of this.panels) if (!panel.element.hidden && panel.run) panel.pointAt(this.epoch);
  }

  destroy() {
    window.removeEventListener("run-path-wanted", this.hearWish);
    this.stream.close();
    clearTimeout(this.asking);
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
  }
}

const toSeries = (history) =>
  Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values.map(toNumber)]));

const longest = (history) => Math.max(0, ...Object.values(history).map((values) => values.length));

export default function liveCurve(component) {
  const { parentElement } = component;
  if (!curves.has(parentElement)) curves.set(parentElement, new LiveCurve(component));
  const curve = curves.get(parentElement);
  curve.receive(component);
  return () => {
    // Streamlit also calls this for an update that a newer one overtook; the curve then stays on the page.
    if ((parentElement.host ?? parentElement).isConnected) return;
    curve.destroy();
    curves.delete(parentElement);
  };
}
