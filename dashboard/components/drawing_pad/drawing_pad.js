// A pad to draw on. The script gets 28 × 28 grey numbers when a stroke ends, each the mean of a square of the pad.

const SIDE = 28;
const PEN = 22; // pixels of the pad: two of the small picture
const pads = new WeakMap();

class DrawingPad {
  constructor(component) {
    const root = component.parentElement.querySelector(".drawing-pad");
    this.canvas = root.querySelector("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.clear();
    root.querySelector(".clear").addEventListener("click", () => {
      this.clear();
      this.tell("");
    });
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => this.end());
  }

  clear() {
    this.context.fillStyle = "#000";
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  place(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) / frame.width) * this.canvas.width,
      ((event.clientY - frame.top) / frame.height) * this.canvas.height,
    ];
  }

  begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
    this.line(this.last);
  }

  go(event) {
    if (this.last) this.line(this.place(event));
  }

  line(to) {
    Object.assign(this.context, { strokeStyle: "#fff", lineWidth: PEN, lineCap: "round", lineJoin: "round" });
    this.context.beginPath();
    this.context.moveTo(...this.last);
    this.context.lineTo(...to);
    this.context.stroke();
    this.last = to;
  }

  end() {
    if (!this.last) return;
    this.last = null;
    this.tell(btoa(String.fromCharCode(...this.small())));
  }

  small() {
    const { width, height } = this.canvas;
    const { data } = this.context.getImageData(0, 0, width, height);
    const square = width / SIDE;
    const sums = new Float64Array(SIDE * SIDE);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        sums[Math.floor(y / square) * SIDE + Math.floor(x / square)] += data[4 * (y * width + x)];
      }
    }
    return Uint8Array.from(sums, (sum) => Math.round(sum / (square * square)));
  }
}

export default function drawingPad(component) {
  const { parentElement, setStateValue } = component;
  if (!pads.has(parentElement)) pads.set(parentElement, new DrawingPad(component));
  pads.get(parentElement).tell = (drawing) => setStateValue("drawing", drawing);
}
