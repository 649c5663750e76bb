// A small network, neuron by neuron. Streamlit gives one script to a component: panel.js of the live curve is put
// before this file.

const views = new WeakMap();
const PLAY_MILLISECONDS = 900;
const COLUMNS = [
  { x: 46, name: "input" },
  { x: 206, name: "hidden, then Dropout" },
  { x: 354, name: "output" },
];
const [TOP, BOTTOM, RADIUS] = [44, 326, 15];

const places = (count, gap) => {
  const middle = (TOP + BOTTOM) / 2;
  return Array.from({ length: count }, (_, place) => middle + (place - (count - 1) / 2) * gap);
};
const written = (value) => value.toFixed(2);
const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

class DropoutView {
  constructor(parentElement) {
    this.root = parentElement.querySelector(".dropout-view");
    const find = (selector) => this.root.querySelector(selector);
    this.svg = find("svg");
    this.slider = find(".step");
    this.rest = find(".rest");
    this.playButton = find(".play");
    this.summary = find(".summary");
    this.head = find("thead");
    this.body = find("tbody");
    this.timer = 0;
    this.slider.addEventListener("input", () => this.look());
    this.rest.addEventListener("change", () => this.look());
    find(".next").addEventListener("click", () => {
      this.pause();
      this.advance();
    });
    this.playButton.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
  }

  receive(data) {
    const same = JSON.stringify(data) === this.known;
    followTheme(this.root);
    if (same) return;
    this.known = JSON.stringify(data);
    this.data = data;
    this.slider.max = data.steps.length;
    this.pause();
    this.build();
    this.draw();
    this.fillTable();
  }

  look() {
    this.pause();
    this.draw();
  }

  advance() {
    this.rest.checked = false;
    this.slider.value = (Number(this.slider.value) % this.data.steps.length) + 1;
    this.draw();
  }

  play() {
    this.timer = setInterval(() => this.advance(), PLAY_MILLISECONDS);
    setText(this.playButton, "Pause");
    this.advance();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = 0;
    setText(this.playButton, "Play");
  }

  /** The nodes of the drawing, made once for each network. */
  build() {
    this.svg.replaceChildren();
    const sizes = [this.data.inputs.length, this.data.values.length, this.data.answerAtRest.length];
    const rows = sizes.map((count) => places(count, count > 4 ? 36 : 62));
    this.wires = [0, 1].map((layer) =>
      rows[layer].map((from) =>
        rows[layer + 1].map((to) => {
          const line = makeElement(this.svg, "line", "wire", SVG);
          setAttributes(line, { x1: COLUMNS[layer].x, y1: from, x2: COLUMNS[layer + 1].x, y2: to });
          return line;
        }),
      ),
    );
    this.neurons = rows.map((ys, layer) => ys.map((y) => this.neuron(COLUMNS[layer].x, y)));
    this.before = rows[1].map((y) => {
      const text = makeElement(this.svg, "text", "before", SVG);
      setAttributes(text, { x: COLUMNS[1].x - RADIUS - 5, y: y - 7 });
      return text;
    });
    for (const { x, name } of COLUMNS) {
      const text = makeElement(this.svg, "text", "column", SVG);
      setAttributes(text, { x, y: 16 });
      setText(text, name);
    }
  }

  neuron(x, y) {
    const circle = makeElement(this.svg, "circle", "neuron", SVG);
    setAttributes(circle, { cx: x, cy: y, r: RADIUS });
    const cross = makeElement(this.svg, "path", "cross", SVG);
    const [a, b] = [RADIUS * 0.7, RADIUS * 1.4];
    cross.setAttribute("d", `M${x - a} ${y - a}l${b} ${b}M${x + a} ${y - a}l${-b} ${b}`);
    const text = makeElement(this.svg, "text", "", SVG);
    setAttributes(text, { x, y: y + 4 });
    return { circle, cross, text };
  }

  draw() {
    const { data } = this;
    const [atRest, place] = [this.rest.checked, Number(this.slider.value) - 1];
    const passed = atRest ? data.atRest : data.steps[place];
    const answers = atRest ? data.answerAtRest : data.answers[place];
    [data.inputs, passed, answers].forEach((values, layer) =>
      values.forEach((value, index) => this.show(this.neurons[layer][index], value, layer === 1)),
    );
    this.before.forEach((text, index) => setText(text, written(data.values[index])));
    this.wires[0].forEach((wires) => wires.forEach((wire, to) => this.cut(wire, passed[to] === 0)));
    this.wires[1].forEach((wires, from) => wires.forEach((wire) => this.cut(wire, passed[from] === 0)));
    const words = this.words(atRest, place, passed, answers);
    setText(this.summary, words);
    setAttributes(this.svg, { "aria-label": words });
    this.slider.setAttribute("aria-valuetext", `step ${place + 1} of ${data.steps.length}`);
  }

  show({ circle, cross, text }, value, hidden) {
    const dropped = hidden && value === 0;
    circle.setAttribute("class", `neuron ${dropped ? "dropped" : "kept"}`);
    cross.style.display = dropped ? "" : "none";
    setText(text, dropped ? "" : written(value));
  }

  cut(wire, off) {
    wire.setAttribute("class", off ? "wire cut" : "wire");
  }

  words(atRest, place, passed, answers) {
    const { data } = this;
    const says = `The output: ${listed(answers.map(written))}.`;
    if (atRest) return `Outside of training nothing is dropped and nothing is scaled. ${says}`;
    const dropped = passed.flatMap((value, index) => (value === 0 ? [String(index + 1)] : []));
    const step = `Step ${place + 1} of ${data.steps.length}`;
    if (!dropped.length && data.rate === 0) return `${step}: with a rate of 0 nothing is dropped or scaled. ${says}`;
    const who = { 0: "no neuron is dropped", 1: `neuron ${dropped[0]} is dropped` };
    const first = passed.findIndex((value) => value !== 0);
    const scale = `1 / (1 − ${data.rate})`;
    const kept =
      first < 0
        ? "Nothing is left to pass on."
        : `What is left is multiplied by ${scale} = ${Number((1 / (1 - data.rate)).toPrecision(4))}: ` +
          `neuron ${first + 1} passes on ${written(passed[first])} in place of ${written(data.values[first])}.`;
    return `${step}: ${who[dropped.length] ?? `neurons ${listed(dropped)} are dropped`}. ${kept} ${says}`;
  }

  fillTable() {
    const { data } = this;
    const heading = ["step", ...data.values.map((_, index) => `neuron ${index + 1}`)];
    const row = (name, values) => [name, ...values.map(written)];
    const mean = data.values.map(
      (_, index) => data.steps.reduce((sum, step) => sum + step[index], 0) / data.steps.length,
    );
    fillRows(this.head, [heading], "col");
    fillRows(
      this.body,
      [
        row("before dropout", data.values),
        ...data.steps.map((values, index) => row(String(index + 1), values)),
        row("mean of the steps", mean),
        row("training=False", data.atRest),
      ],
      "row",
    );
  }
}

export default function dropoutView({ parentElement, data }) {
  if (!views.has(parentElement)) views.set(parentElement, new DropoutView(parentElement));
  const view = views.get(parentElement);
  view.receive(data);
  return () => {
    if ((parentElement.host ?? parentElement).isConnected) return;
    view.pause();
    views.delete(parentElement);
  };
}
