// The loss surface of a single neuron from above: rings of equal loss, and the way of weight and bias over it.

const RINGS = 9;
const RING_POINTS = 96;
const PLOT_HEIGHT = 280;
const EDGE = { left: 52, right: 14, top: 12, bottom: 40 };

/** Mean squared error at weight w and bias b; the coefficients are those of `Surface` in Python. */
function lossAt([ww, wb, wy, y, yy], w, b) {
  return Math.max(0, ww * w * w + 2 * wb * w * b + b * b - 2 * w * wy - 2 * b * y + yy);
}

/** The two axes of the ellipses of equal loss: [length for a loss of 1 above the bottom, direction], short one first. */
function ellipseAxes([ww, wb]) {
  const middle = (ww + 1) / 2;
  const apart = Math.hypot((ww - 1) / 2, wb);
  const angle = 0.5 * Math.atan2(2 * wb, ww - 1);
  const largest = middle + apart;
  const smallest = Math.max(middle - apart, largest * 1e-6); // a valley without end gets an end far away
  return [
    [1 / Math.sqrt(largest), [Math.cos(angle), Math.sin(angle)]],
    [1 / Math.sqrt(smallest), [-Math.sin(angle), Math.cos(angle)]],
  ];
}

/** What of the surface to show: the bottom, the start, and the way as far as it does not run off. */
function surfaceRange(best, path) {
  const finite = path.filter((row) => row.every(Number.isFinite));
  const start = finite[0] ?? best;
  return [0, 1].map((place) => {
    const reach = Math.max(1, 2.5 * Math.abs(start[place] - best[place]));
    const near = finite.map((row) => row[place]).filter((value) => Math.abs(value - best[place]) <= reach);
    const low = Math.min(best[place] - 1, ...near.slice(0, 4000));
    const high = Math.max(best[place] + 1, ...near.slice(0, 4000));
    const room = 0.12 * (high - low);
    return [low - room, high + room];
  });
}

/** Axes, ticks and titles of a plot, made once and moved. */
class Axes {
  constructor(svg, titles) {
    this.svg = svg;
    this.grid = makeElement(svg, "g", "grid", SVG);
    this.titles = titles.map((words) => {
      const title = makeElement(svg, "text", "axis-title", SVG);
      title.textContent = words;
      return title;
    });
  }

  draw(width, [xLow, xHigh], [yLow, yHigh]) {
    const { left, right, top, bottom } = EDGE;
    const inner = { width: width - left - right, height: PLOT_HEIGHT - top - bottom };
    this.x = (value) => left + (inner.width * (value - xLow)) / (xHigh - xLow);
    this.y = (value) => top + inner.height * (1 - (value - yLow) / (yHigh - yLow));
    setAttributes(this.svg, { width, height: PLOT_HEIGHT, viewBox: `0 0 ${width} ${PLOT_HEIGHT}` });
    const across = ticksBetween(xLow, xHigh, niceStep(xHigh - xLow, inner.width / 60));
    const up = ticksBetween(yLow, yHigh, niceStep(yHigh - yLow, 5));
    const floor = PLOT_HEIGHT - bottom;
    const marks = [
      ...across.map((value) => ({
        line: { x1: this.x(value), x2: this.x(value), y1: top, y2: floor },
        text: { x: this.x(value), y: floor + 16, "text-anchor": "middle" },
        words: formatLossTick(value),
      })),
      ...up.map((value) => ({
        line: { x1: left, x2: width - right, y1: this.y(value), y2: this.y(value) },
        text: { x: left - 6, y: this.y(value) + 4, "text-anchor": "end" },
        words: formatLossTick(value),
      })),
    ];
    drawMarks(this.grid, marks);
    setAttributes(this.titles[0], { x: left + inner.width / 2, y: PLOT_HEIGHT - 4, "text-anchor": "middle" });
    const middle = top + inner.height / 2;
    setAttributes(this.titles[1], {
      x: 12, y: middle, transform: `rotate(-90 12 ${middle})`, "text-anchor": "middle",
    });
    return { x: left, y: top, ...inner };
  }
}

/** A plot whose drawing is cut off at its axes. */
function makePlot(figure, titles) {
  const svg = makeElement(figure, "svg", "plot", SVG);
  const id = `clip-${Math.random().toString(36).slice(2)}`;
  const clip = makeElement(makeElement(svg, "clipPath", "", SVG), "rect", "", SVG);
  clip.parentElement.id = id;
  const axes = new Axes(svg, titles);
  const inside = makeElement(svg, "g", "inside", SVG);
  inside.setAttribute("clip-path", `url(#${id})`);
  return {
    svg,
    axes,
    inside,
    cut: (box) => setAttributes(clip, box),
    // A picture from when it has a name: until it is drawn there is nothing to see.
    name: (words) => setAttributes(svg, { role: "img", "aria-label": words }),
  };
}

class SurfacePlot {
  constructor(figure) {
    this.plot = makePlot(figure, ["weight", "bias"]);
    const layer = (name, className) => makeElement(this.plot.inside, name, className, SVG);
    this.rings = Array.from({ length: RINGS }, () => layer("path", "ring"));
    this.way = layer("path", "way");
    this.bottom = layer("path", "bottom");
    this.start = layer("circle", "start");
    this.now = layer("circle", "now");
  }

  draw(width, { surface, best, path }, place, words) {
    const [across, up] = surfaceRange(best, path);
    this.plot.cut(this.plot.axes.draw(width, across, up));
    this.plot.name(words);
    this.drawRings(surface, best, across, up);
    const { x, y } = this.plot.axes;
    this.way.setAttribute("d", wayPath(path.slice(0, place + 1), x, y));
    setAttributes(this.bottom, { d: crossAt(x(best[0]), y(best[1])) });
    put(this.start, path[0], x, y, 5);
    put(this.now, path[place], x, y, 6);
  }

  /** Rings of equal loss; each lies at two fifths of the height of the one around it. */
  drawRings(surface, best, across, up) {
    const { x, y } = this.plot.axes;
    const floor = lossAt(surface, ...best);
    const corners = across.flatMap((w) => up.map((b) => lossAt(surface, w, b) - floor));
    const [[short, shortWay], [long, longWay]] = ellipseAxes(surface);
    this.rings.forEach((ring, index) => {
      const reach = Math.sqrt(Math.max(...corners) / 2.5 ** index);
      const edge = Array.from({ length: RING_POINTS }, (_, step) => {
        const turn = (2 * Math.PI * step) / RING_POINTS;
        const [p, q] = [reach * short * Math.cos(turn), reach * long * Math.sin(turn)];
        const w = best[0] + p * shortWay[0] + q * longWay[0];
        const b = best[1] + p * shortWay[1] + q * longWay[1];
        return `${x(w).toFixed(1)} ${y(b).toFixed(1)}`;
      });
      ring.setAttribute("d", `M${edge.join("L")}Z`);
    });
  }
}

/** The way as a line, as far as it stays near the plot; far more epochs than pixels are thinned out. */
function wayPath(path, x, y) {
  const every = Math.max(1, Math.floor(path.length / 600));
  const places = path
    .filter((_, index) => index % every === 0 || index < 100 || index === path.length - 1)
    .map(([w, b]) => [x(w), y(b)]);
  const gone = places.findIndex((place) => !place.every((value) => Math.abs(value) < 3000));
  const near = gone < 0 ? places : places.slice(0, gone);
  return near.map(([across, down], index) => `${index ? "L" : "M"}${across.toFixed(1)} ${down.toFixed(1)}`).join("");
}

function put(circle, row, x, y, size) {
  const there = Boolean(row) && row.every(Number.isFinite);
  circle.style.display = there ? "" : "none";
  if (there) setAttributes(circle, { cx: x(row[0]), cy: y(row[1]), r: size });
}
