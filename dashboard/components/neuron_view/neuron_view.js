// A single neuron at work. Streamlit gives one script to a component: scale.js and panel.js of the live curve,
// surface.js and line_plot.js are put before this file.

const views = new WeakMap();
const REPLAY_MILLISECONDS = 5000;

class NeuronView {
  constructor({ parentElement }) {
    this.parent = parentElement;
    this.root = parentElement.querySelector(".neuron-view");
    const find = (selector) => this.root.querySelector(selector);
    this.figures = [find(".line-plot"), find(".surface-plot")];
    this.line = new LinePlot(this.figures[0]);
    this.surface = new SurfacePlot(this.figures[1]);
    this.slider = find("input");
    this.button = find(".play");
    this.summary = find(".summary");
    this.details = find("details");
    this.tableHead = find("thead");
    this.tableBody = find("tbody");
    this.run = null;
    this.path = [];
    this.frame = 0;
    this.follows = true;
    this.observer = new ResizeObserver(() => this.schedule());
    this.observer.observe(this.root);
    this.hear = (event) => this.onPath(event.detail);
    window.addEventListener("run-path", this.hear);
    this.slider.addEventListener("input", () => this.look(Number(this.slider.value)));
    this.button.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    this.details.addEventListener("toggle", () => this.schedule());
  }

  /** What a run of the page's script knows. */
  receive({ data }) {
    const another = data.run !== this.run;
    const path = data.path.map((row) => row.map(toNumber));
    Object.assign(this, { run: data.run, points: data.points, coefficients: data.surface, best: data.best });
    Object.assign(this, { onlyOne: data.onlyOne, ask: data.ask });
    // A stream may have told more than a script that ran a moment ago.
    if (another || path.length >= this.path.length) this.path = path;
    if (another) {
      this.pause();
      this.follows = true;
      this.askForAll();
    }
    this.schedule();
  }

  /** What the live curve's stream tells: rows of weights from place `first` on. */
  onPath({ run, path, first }) {
    if (run !== this.run) return;
    if (first > this.path.length) {
      this.askForAll(); // rows came before this view knew of the run
      return;
    }
    this.path.splice(first, Infinity, ...path.map((row) => row.map(toNumber)));
    this.schedule();
  }

  askForAll() {
    window.dispatchEvent(new CustomEvent("run-path-wanted", { detail: { run: this.run } }));
  }

  look(place) {
    this.pause();
    this.follows = place >= this.path.length - 1;
    this.place = place;
    this.schedule();
  }

  play() {
    if (this.path.length < 2) return;
    const began = performance.now();
    this.playing = true;
    this.follows = false;
    const next = (now) => {
      if (!this.playing || !this.isThere()) return;
      const share = Math.min(1, (now - began) / REPLAY_MILLISECONDS);
      // The first steps are the large ones: they get more of the time.
      this.place = Math.round(share ** 3 * (this.path.length - 1));
      if (share === 1) this.pause();
      this.schedule();
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    this.schedule();
  }

  pause() {
    this.playing = false;
    this.schedule();
  }

  isThere() {
    return (this.parent.host ?? this.parent).isConnected;
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
    if (!this.points) return;
    followTheme(this.root);
    const last = Math.max(0, this.path.length - 1);
    const place = this.follows ? last : Math.min(this.place, last);
    this.place = place;
    setAttributes(this.slider, { max: last, "aria-valuetext": `epoch ${place} of ${last}` });
    this.slider.value = String(place);
    this.slider.disabled = this.button.disabled = last === 0;
    setText(this.button, this.playing ? "Pause" : "Watch again");
    const words = this.words(place, last);
    setText(this.summary, words);
    const known = { ...this, surface: this.coefficients };
    const width = (figure) => Math.max(220, figure.clientWidth);
    this.line.draw(width(this.figures[0]), known, place, words);
    this.surface.draw(width(this.figures[1]), known, place, words);
    if (this.details.open) this.fillTable();
  }

  /** Both plots in words. */
  words(place, last) {
    const where = this.onlyOne
      ? `The smallest loss is at weight ${short(this.best[0])} and bias ${short(this.best[1])}.`
      : "All the points have the same x, so many lines are equally good: the bottom is a valley.";
    const row = this.path[place];
    if (!row) return `Circles are the points, the cross on the surface is its bottom. ${where} There is no line yet.`;
    const [w, b] = row;
    const at = place === 0 ? "Before the first step" : `After epoch ${place} of ${last}`;
    if (!row.every(Number.isFinite)) {
      return `${at}: the weight is ${formatLoss(w)} and the bias ${formatLoss(b)}, so there is no line. ${where}`;
    }
    const loss = formatLoss(lossAt(this.coefficients, w, b));
    const answer = `For x = ${short(this.ask)} the neuron says ${precise(w * this.ask + b)} (diamond).`;
    return `${at}: weight ${precise(w)}, bias ${precise(b)}, loss ${loss}. ${answer} ${where}`;
  }

  fillTable() {
    const rows = this.path.map(([w, b], epoch) => [
      String(epoch), precise(w), precise(b), formatLoss(lossAt(this.coefficients, w, b)),
    ]);
    fillRows(this.tableHead, [["epoch", "weight", "bias", "loss"]], "col");
    fillRows(this.tableBody, rows, "row");
  }

  destroy() {
    window.removeEventListener("run-path", this.hear);
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
  }
}

const short = (value) => String(Number(value.toPrecision(4)));

/** Enough digits to see that a value is nearly, but not quite, a whole number. */
function precise(value) {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e6) return formatLoss(value);
  return value.toFixed(4);
}

export default function neuronView(component) {
  const { parentElement } = component;
  if (!views.has(parentElement)) views.set(parentElement, new NeuronView(component));
  const view = views.get(parentElement);
  view.receive(component);
  return () => {
    if ((parentElement.host ?? parentElement).isConnected) return;
    view.destroy();
    views.delete(parentElement);
  };
}
