// A kernel by hand: nine weights, a picture, and what comes out, at once and without the server. Only when the learner
// pauses is the script told, so that the address and the rest of the page follow.

const TELL_AFTER = 250;
const SIDE = 3;
const labs = new WeakMap();

const outputSize = (size, stride, padding) =>
  padding === "same" ? Math.ceil(size / stride) : Math.floor((size - SIDE) / stride) + 1;

/** Zeros before one side under padding "same", as Keras adds them. */
const frameBefore = (size, stride, padding) =>
  padding === "same" ? Math.max((Math.ceil(size / stride) - 1) * stride + SIDE - size, 0) >> 1 : 0;

function convolve(picture, { kernel, stride, padding, divisor }) {
  const width = outputSize(picture.width, stride, padding);
  const height = outputSize(picture.height, stride, padding);
  const left = frameBefore(picture.width, stride, padding);
  const top = frameBefore(picture.height, stride, padding);
  const values = new Float64Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      for (let y = 0; y < SIDE; y += 1) {
        const from = row * stride - top + y;
        if (from < 0 || from >= picture.height) continue;
        for (let x = 0; x < SIDE; x += 1) {
          const at = column * stride - left + x;
          if (at >= 0 && at < picture.width) sum += kernel[y * SIDE + x] * picture.pixels[from * picture.width + at];
        }
      }
      values[row * width + column] = sum / divisor;
    }
  }
  return { width, height, values, left, top };
}

/** What a screen can show of a number: 0 to 255. */
const SHOWN = {
  clip: () => (value) => value,
  absolute: () => Math.abs,
  shift: (values) => {
    const limit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    return (value) => 127.5 + (127.5 * value) / limit;
  },
};

function paint(canvas, width, height, values, shown) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  values.forEach((value, index) => {
    image.data.fill(shown(value), 4 * index, 4 * index + 3); // clamped to 0 to 255 by its type
    image.data[4 * index + 3] = 255;
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
}

const tidy = (value) => String(Number(value.toFixed(2))).replace("-", "−");

class FilterLab {
  constructor(component) {
    this.root = component.parentElement.querySelector(".filter-lab");
    const find = (selector) => this.root.querySelector(selector);
    this.preset = find(".preset");
    this.says = find(".says");
    this.weights = [...this.root.querySelectorAll(".kernel input")];
    this.stride = find(".stride");
    this.padding = find(".padding");
    this.divide = find(".divide");
    this.show = find(".show");
    this.before = find(".before canvas");
    this.after = find(".after canvas");
    this.beforeBox = find(".before .box");
    this.afterBox = find(".after .box");
    this.size = find(".size");
    this.products = [...this.root.querySelectorAll(".products td")];
    this.total = find(".total");
    this.told = []; // settings that the server has not answered yet
    this.listen();
  }

  receive({ data, setStateValue }) {
    this.tell = (settings) => {
      this.told.push(JSON.stringify(settings));
      setStateValue("settings", settings);
    };
    if (data.picture !== this.packed) this.unpack(data);
    if (!this.presets) this.offer(data.presets);
    // Sent again with each run of the script; only what is new moves what the learner may be typing.
    const wanted = JSON.stringify(data.settings);
    if (wanted !== this.wanted) {
      this.wanted = wanted;
      // An answer to what was told from here is old by now where the server is slow: the learner has gone on.
      const answered = this.told.lastIndexOf(wanted);
      this.told.splice(0, answered + 1);
      if (answered < 0 && wanted !== JSON.stringify(this.settings)) this.take(data.settings);
    }
    this.draw();
  }

  unpack({ picture, width, height, name }) {
    this.packed = picture;
    this.picture = { width, height, name, pixels: Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0)) };
    paint(this.before, width, height, this.picture.pixels, (value) => value);
    this.place = { row: height >> 1, column: width >> 1 };
  }

  offer(presets) {
    this.presets = presets;
    for (const { name } of presets) this.preset.append(new Option(name, name));
  }

  take({ kernel, stride, padding, divide }) {
    this.weights.forEach((input, index) => (input.value = kernel[index]));
    this.stride.value = stride;
    this.padding.value = padding;
    this.divide.checked = divide;
    this.read();
  }

  /** Take what the widgets hold; a weight that is none counts as 0 until it is one. */
  read() {
    const kernel = this.weights.map((input) => {
      const weight = Number(input.value);
      const fits = input.value.trim() !== "" && Number.isFinite(weight) && Math.abs(weight) <= 100;
      input.setAttribute("aria-invalid", String(!fits));
      return fits ? weight : 0;
    });
    const settings = {
      kernel,
      stride: Number(this.stride.value),
      padding: this.padding.value,
      divide: this.divide.checked,
    };
    this.settings = settings;
    const sum = kernel.reduce((total, weight) => total + weight, 0);
    this.divisor = settings.divide && Math.abs(sum) > 1e-9 ? sum : 1;
    const preset = this.presets.find((one) => one.kernel.every((weight, index) => weight === kernel[index]));
    this.preset.value = preset ? preset.name : "";
    this.says.textContent = preset ? preset.says : "A kernel of your own.";
  }

  listen() {
    const changed = () => {
      this.read();
      this.draw();
      clearTimeout(this.telling);
      this.telling = setTimeout(() => this.tell(this.settings), TELL_AFTER);
    };
    for (const input of [...this.weights, this.stride, this.padding, this.divide]) input.addEventListener("input", changed);
    this.preset.addEventListener("input", () => {
      const preset = this.presets.find(({ name }) => name === this.preset.value);
      if (!preset) return;
      this.weights.forEach((input, index) => (input.value = preset.kernel[index]));
      changed();
    });
    this.show.addEventListener("input", () => this.draw());
    for (const [canvas, scale] of [[this.after, () => 1], [this.before, () => this.settings.stride]]) {
      canvas.addEventListener("pointermove", (event) => this.pointAt(canvas, event, scale()));
      canvas.addEventListener("pointerdown", (event) => this.pointAt(canvas, event, scale()));
      canvas.addEventListener("keydown", (event) => this.onKey(event));
    }
  }

  /** Show the sum of the place under the pointer; on the picture itself, of the kernel centred there. */
  pointAt(canvas, event, stride) {
    const frame = canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - frame.left) / frame.width) * canvas.width);
    const row = Math.floor(((event.clientY - frame.top) / frame.height) * canvas.height);
    const { left, top } = this.result;
    const ofPicture = canvas === this.before;
    this.place = ofPicture
      ? { row: Math.round((row - 1 + top) / stride), column: Math.round((column - 1 + left) / stride) }
      : { row, column };
    this.explain();
  }

  onKey(event) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    this.place = { row: this.place.row + step[0], column: this.place.column + step[1] };
    this.explain();
  }

  draw() {
    const settings = { ...this.settings, divisor: this.divisor };
    this.result = convolve(this.picture, settings);
    const { width, height, values } = this.result;
    paint(this.after, width, height, values, SHOWN[this.show.value](values));
    this.root.querySelector(".before figcaption").textContent =
      `${this.picture.name}, ${this.picture.height} × ${this.picture.width}`;
    this.root.querySelector(".after figcaption").textContent = `The result, ${height} × ${width}`;
    this.after.setAttribute("aria-label", `The result, ${height} rows and ${width} columns`);
    this.size.textContent = this.sizeInWords();
    this.root.result = this.result; // for whoever wants to check it
    this.explain();
  }

  sizeInWords() {
    const { height } = this.picture;
    const { stride, padding } = this.settings;
    const size = outputSize(height, stride, padding);
    return padding === "same"
      ? `Height of the result: ${height} / ${stride}, rounded up, is ${size}.`
      : `Height of the result: (${height} − ${SIDE}) / ${stride}, rounded down, plus 1, is ${size}.`;
  }

  /** The nine products and their sum, at one place. */
  explain() {
    const { width, height, values, left, top } = this.result;
    const { stride, kernel } = this.settings;
    const row = Math.min(height - 1, Math.max(0, this.place.row));
    const column = Math.min(width - 1, Math.max(0, this.place.column));
    this.place = { row, column };
    const from = { row: row * stride - top, column: column * stride - left };
    let sum = 0;
    this.products.forEach((cell, index) => {
      const y = from.row + Math.floor(index / SIDE);
      const x = from.column + (index % SIDE);
      const inside = y >= 0 && x >= 0 && y < this.picture.height && x < this.picture.width;
      const pixel = inside ? this.picture.pixels[y * this.picture.width + x] : 0;
      sum += pixel * kernel[index];
      cell.textContent = `${pixel} × ${tidy(kernel[index])} = ${tidy(pixel * kernel[index])}`;
      cell.style.setProperty("--pixel", `rgb(${pixel} ${pixel} ${pixel})`);
    });
    const divided = this.divisor === 1 ? "" : `, divided by ${tidy(this.divisor)} is ${tidy(sum / this.divisor)}`;
    this.total.textContent = `Row ${row}, column ${column}: the nine products add up to ${tidy(sum)}${divided}.`;
    this.mark(this.afterBox, this.after, { row, column, size: 1 });
    this.mark(this.beforeBox, this.before, { ...from, size: SIDE });
    this.root.dataset.sum = String(values[row * width + column]);
  }

  mark(box, canvas, { row, column, size }) {
    box.style.left = `${(100 * column) / canvas.width}%`;
    box.style.top = `${(100 * row) / canvas.height}%`;
    box.style.width = `${(100 * size) / canvas.width}%`;
    box.style.height = `${(100 * size) / canvas.height}%`;
  }
}

export default function filterLab(component) {
  const { parentElement } = component;
  if (!labs.has(parentElement)) labs.set(parentElement, new FilterLab(component));
  labs.get(parentElement).receive(component);
}
