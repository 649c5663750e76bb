// The points, the line that the neuron draws through them, and how far each guess is off.

/** The horizontal range takes in every point, and the x that is asked; the vertical one every target. */
function lineRange(points, best, ask) {
  const xs = [...points.map(([x]) => x), ask];
  const ys = [...points.map(([, y]) => y), best[0] * ask + best[1]];
  const around = (values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = 0.12 * (high - low) || 1;
    return [low - room, high + room];
  };
  return [around(xs), around(ys)];
}

class LinePlot {
  constructor(figure) {
    this.plot = makePlot(figure, ["x", "y"]);
    const layer = (name, className) => makeElement(this.plot.inside, name, className, SVG);
    this.before = layer("path", "before");
    this.misses = layer("path", "misses");
    this.line = layer("path", "guess-line");
    this.targets = layer("path", "targets");
    this.guesses = layer("path", "guesses");
    this.answer = layer("path", "answer");
  }

  draw(width, { points, best, ask, path }, place, words) {
    const [across, up] = lineRange(points, best, ask);
    this.plot.cut(this.plot.axes.draw(width, across, up));
    this.plot.name(words);
    const { x, y } = this.plot.axes;
    const ring = (at, over) => circleAt(at, over);
    this.targets.setAttribute("d", points.map(([a, b]) => ring(x(a), y(b))).join(""));
    const row = path[place];
    const there = Boolean(row) && row.every(Number.isFinite);
    const says = (a) => row[0] * a + row[1];
    const near = (value) => Math.max(-5000, Math.min(5000, y(value))).toFixed(1);
    const through = ([w, b]) => across.map((a, end) => `${end ? "L" : "M"}${x(a)} ${near(w * a + b)}`).join("");
    this.before.setAttribute("d", path.length && path[0].every(Number.isFinite) ? through(path[0]) : "");
    this.line.setAttribute("d", there ? through(row) : "");
    const drawn = there ? points : [];
    this.misses.setAttribute("d", drawn.map(([a, b]) => `M${x(a)} ${y(b)}V${near(says(a))}`).join(""));
    this.guesses.setAttribute("d", drawn.map(([a]) => crossAt(x(a), Number(near(says(a))))).join(""));
    this.answer.setAttribute("d", there ? diamondAt(x(ask), Number(near(says(ask)))) : "");
  }
}

const diamondAt = (x, y) => `M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}Z`;
