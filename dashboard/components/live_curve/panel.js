// One panel of the live curve: a header with the newest values, and a plot whose nodes are made once.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { left: 46, right: 12, top: 10, bottom: 34 };
const MOST_MARKERS = 40;

function makeElement(parent, name, className, namespace = "http://www.w3.org/1999/xhtml") {
  const element = document.createElementNS(namespace, name);
  if (className) element.setAttribute("class", className);
  parent.append(element);
  return element;
}

function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** Setting the same words again would make a new text node each time. */
function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Make the rows of a table section say `rows`, keeping the rows that are there. */
function fillRows(section, rows, scope) {
  while (section.rows.length > rows.length) section.deleteRow(-1);
  rows.forEach((words, index) => {
    const row = section.rows[index] ?? section.insertRow();
    while (row.cells.length > words.length) row.deleteCell(-1);
    words.forEach((word, column) => {
      const heading = scope === "col" || column === 0;
      const cell = row.cells[column] ?? makeElement(row, heading ? "th" : "td");
      if (heading) cell.setAttribute("scope", scope);
      setText(cell, word);
    });
  });
}

/** Okabe and Ito's blue and orange have a lighter pair for a dark page. */
function followTheme(root) {
  const probe = getComputedStyle(root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
  const light = 0.2126 * probe[0] + 0.7152 * probe[1] + 0.0722 * probe[2] > 127;
  root.dataset.theme = light ? "light" : "dark";
}

/** The lines and words of a grid, each mark with attributes for its line and its text; nodes are kept. */
function drawMarks(grid, marks) {
  while (grid.childElementCount < 2 * marks.length) {
    makeElement(grid, "line", "", SVG);
    makeElement(grid, "text", "tick", SVG);
  }
  while (grid.childElementCount > 2 * marks.length) grid.lastElementChild.remove();
  marks.forEach(({ line, text, words }, index) => {
    setAttributes(grid.children[2 * index], line);
    setAttributes(grid.children[2 * index + 1], text);
    setText(grid.children[2 * index + 1], words);
  });
}

/** A path through the finite points; a missing or nan value leaves a gap. */
function linePath(values, x, y) {
  let path = "";
  let pen = "M";
  values.forEach((value, index) => {
    if (Number.isFinite(value)) {
      path += `${pen}${x(index + 1).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    } else pen = "M";
  });
  return path;
}

const circleAt = (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z`;
const triangleAt = (x, y) => `M${x} ${y - 4.5}L${x + 4.5} ${y + 3.5}L${x - 4.5} ${y + 3.5}Z`;
const crossAt = (x, y) => `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x + 5} ${y - 5}L${x - 5} ${y + 5}`;

/** Markers on every point, or on about MOST_MARKERS of them when there are many; the newest always has one. */
function markerPath(values, x, y, shape) {
  const every = Math.ceil(values.length / MOST_MARKERS);
  const marked = (index) => (values.length - 1 - index) % every === 0;
  return values
    .map((value, index) => (Number.isFinite(value) && marked(index) ? shape(x(index + 1), y(value)) : ""))
    .join("");
}

/** The area between the two lines, one closed piece for each stretch where both are finite. */
function gapPath(train, validation, x, y) {
  const pieces = [];
  let piece = [];
  const close = () => {
    if (piece.length) pieces.push(piece);
    piece = [];
  };
  for (let index = 0; index < Math.min(train.length, validation.length); index += 1) {
    if (Number.isFinite(train[index]) && Number.isFinite(validation[index])) piece.push(index);
    else close();
  }
  close();
  const point = (values) => (index) => `${x(index + 1).toFixed(1)} ${y(values[index]).toFixed(1)}`;
  return pieces
    .map((indices) => {
      const out = indices.map(point(train));
      const back = [...indices].reverse().map(point(validation));
      return `M${[...out, ...back].join("L")}Z`;
    })
    .join("");
}

const DASHES = ["6 3", "2 3", "9 3 2 3", "1 2", "12 4", "4 2 1 2 1 2"];

/** Colour and dashes of an overlaid run: told apart with any colour vision. */
const overlayStyle = ({ colour }, index) => ({
  style: `stroke: var(--run-${colour % 7})`,
  "stroke-dasharray": DASHES[index % DASHES.length],
});

class Panel {
  constructor(parent, { title, trainKey, validationKey, scale, format, formatTick, formatGap, labelAtTop }) {
    Object.assign(this, { title, trainKey, validationKey, scale, format, formatTick, formatGap, labelAtTop });
    this.element = makeElement(parent, "div", "panel");
    this.buildHeader();
    this.svg = makeElement(this.element, "svg", "plot", SVG);
    const layer = (name, className) => makeElement(this.svg, name, className, SVG);
    this.grid = layer("g", "grid");
    this.overlays = layer("g", "overlays");
    this.gap = layer("path", "gap");
    this.stopLine = layer("line", "stop");
    this.cursor = layer("line", "cursor");
    this.trainLine = layer("path", "line train");
    this.validationLine = layer("path", "line validation");
    this.trainMarkers = layer("path", "markers train");
    this.validationMarkers = layer("path", "markers validation");
    this.broken = layer("path", "broken");
    this.stopLabel = layer("text", "note stop-label");
    this.brokenLabel = layer("text", "note broken-label");
    this.axisTitle = layer("text", "axis-title");
    this.axisTitle.textContent = "epoch";
    this.tooltip = makeElement(this.element, "div", "tooltip");
    this.tooltip.hidden = true;
  }

  buildHeader() {
    const first = makeElement(this.element, "div", "header");
    makeElement(first, "span", "title").textContent = this.title;
    this.gapValue = this.buildEntry(first, (entry) => makeElement(entry, "span", "gap-swatch"));
    const second = makeElement(this.element, "div", "header");
    this.trainValue = this.buildLegend(second, "train", "training", circleAt(13, 6));
    this.validationValue = this.buildLegend(second, "validation", "validation", triangleAt(13, 6));
  }

  buildLegend(header, kind, name, marker) {
    return this.buildEntry(header, (entry) => {
      const sample = makeElement(entry, "svg", "sample", SVG);
      setAttributes(sample, { viewBox: "0 0 26 12", width: 26, height: 12 });
      setAttributes(makeElement(sample, "path", `line ${kind}`, SVG), { d: "M0 6L26 6" });
      setAttributes(makeElement(sample, "path", `markers ${kind}`, SVG), { d: marker });
      makeElement(entry, "span").textContent = name;
    });
  }

  /** A sample of what is drawn, and the place where its newest value is written. */
  buildEntry(header, addSample) {
    const entry = makeElement(header, "span", "entry");
    addSample(entry);
    return makeElement(entry, "span", "value");
  }

  /** Draw `run` (series, totalEpochs, stoppedEpoch) at the panel's present width. */
  draw(run, height) {
    this.run = run;
    this.train = run.series[this.trainKey] ?? [];
    this.validation = run.series[this.validationKey] ?? [];
    const width = Math.max(200, this.element.clientWidth);
    this.measure(width, height);
    setAttributes(this.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.drawGrid(width, height);
    this.drawOverlays();
    this.gap.setAttribute("d", gapPath(this.train, this.validation, this.x, this.y));
    this.trainLine.setAttribute("d", linePath(this.train, this.x, this.y));
    this.validationLine.setAttribute("d", linePath(this.validation, this.x, this.y));
    this.trainMarkers.setAttribute("d", markerPath(this.train, this.x, this.y, circleAt));
    this.validationMarkers.setAttribute("d", markerPath(this.validation, this.x, this.y, triangleAt));
    this.drawStop(width, height);
    this.drawBroken(width);
    this.fillHeader();
  }

  measure(width, height) {
    const { left, right, top, bottom } = MARGIN;
    this.others = this.run.overlays.map(
      ({ series }) => series[this.validationKey] ?? series[this.trainKey] ?? [],
    );
    this.limits = this.scale([this.train, this.validation, ...this.others].flat());
    const { low, high } = this.limits;
    const total = this.run.totalEpochs;
    const plotWidth = width - left - right;
    // A single epoch sits in the middle.
    this.x = (epoch) => left + plotWidth * (total > 1 ? (epoch - 1) / (total - 1) : 0.5);
    this.y = (value) => top + (height - top - bottom) * (1 - (value - low) / (high - low));
    this.epochAt = (x) => (total > 1 ? Math.round(1 + ((x - left) / plotWidth) * (total - 1)) : 1);
  }

  drawGrid(width, height) {
    const bottom = height - MARGIN.bottom;
    const rows = this.limits.ticks.map((value) => ({
      line: { x1: MARGIN.left, x2: width - MARGIN.right, y1: this.y(value), y2: this.y(value) },
      text: { x: MARGIN.left - 6, y: this.y(value) + 4, "text-anchor": "end" },
      words: this.formatTick(value),
    }));
    const columns = epochTicks(this.run.totalEpochs, width - MARGIN.left - MARGIN.right).map((epoch) => ({
      line: { x1: this.x(epoch), x2: this.x(epoch), y1: bottom, y2: bottom + 4 },
      text: { x: this.x(epoch), y: bottom + 17, "text-anchor": "middle" },
      words: String(epoch),
    }));
    const marks = [...rows, ...columns];
    drawMarks(this.grid, marks);
    setAttributes(this.axisTitle, { x: (MARGIN.left + width - MARGIN.right) / 2, y: height - 3, "text-anchor": "middle" });
  }

  drawOverlays() {
    while (this.overlays.childElementCount < this.others.length) makeElement(this.overlays, "path", "overlay", SVG);
    while (this.overlays.childElementCount > this.others.length) this.overlays.lastElementChild.remove();
    this.others.forEach((values, index) => {
      const style = overlayStyle(this.run.overlays[index], index);
      setAttributes(this.overlays.children[index], { d: linePath(values, this.x, this.y), ...style });
    });
  }

  drawStop(width, height) {
    const epoch = this.run.stoppedEpoch;
    const shown = epoch !== null;
    this.stopLine.style.display = shown ? "" : "none";
    setText(this.stopLabel, shown ? `stopped at epoch ${epoch}` : "");
    if (!shown) return;
    const x = this.x(epoch);
    setAttributes(this.stopLine, { x1: x, x2: x, y1: MARGIN.top, y2: height - MARGIN.bottom });
    // Losses fall and accuracies rise: the free corner is above the one and below the other.
    this.placeNote(this.stopLabel, x, this.labelAtTop ? MARGIN.top + 10 : height - MARGIN.bottom - 7, width);
  }

  /** Say where a value stopped being a number, instead of only leaving a hole in the line. */
  drawBroken(width) {
    const first = [
      [this.trainKey.replace("_", " "), this.train],
      [this.validationKey.replace("val_", "validation "), this.validation],
    ].flatMap(([name, values]) => {
      const index = values.findIndex((value) => !Number.isFinite(value));
      return index < 0 ? [] : [{ name, epoch: index + 1, word: formatLoss(values[index]) }];
    });
    const y = MARGIN.top + 24;
    this.broken.setAttribute("d", first.map(({ epoch }) => crossAt(this.x(epoch), y)).join(""));
    const [{ name, word, epoch } = {}] = first;
    setText(this.brokenLabel, first.length ? `${name} became ${word} at epoch ${epoch}` : "");
    if (first.length) this.placeNote(this.brokenLabel, this.x(epoch), y + 20, width);
  }

  /** Write beside `x`, on the side with more room. */
  placeNote(label, x, y, width) {
    const left = x > width / 2;
    setAttributes(label, { x: x + (left ? -6 : 6), y, "text-anchor": left ? "end" : "start" });
  }

  fillHeader() {
    const train = this.train[this.train.length - 1];
    const validation = this.validation[this.validation.length - 1];
    const both = Number.isFinite(train) && Number.isFinite(validation);
    const fill = (value, words, shown) => {
      setText(value, words);
      value.parentElement.style.visibility = shown ? "visible" : "hidden";
    };
    const nothingYet = train === undefined && validation === undefined;
    fill(this.trainValue, train === undefined ? "" : this.format(train), nothingYet || train !== undefined);
    fill(
      this.validationValue,
      validation === undefined ? "" : this.format(validation),
      nothingYet || validation !== undefined,
    );
    fill(this.gapValue, both ? this.formatGap(train, validation) : "", both);
  }

  /** The words for one epoch, or "" where nothing was measured. */
  wordsAt(epoch) {
    const train = this.train[epoch - 1];
    const validation = this.validation[epoch - 1];
    const parts = [];
    if (train !== undefined) parts.push(`training ${this.format(train)}`);
    if (validation !== undefined) parts.push(`validation ${this.format(validation)}`);
    if (Number.isFinite(train) && Number.isFinite(validation)) parts.push(this.formatGap(train, validation));
    return parts.length ? `${this.title} ${parts.join(", ")}` : "";
  }

  /** Show the values of `epoch`, or hide them when it is null. */
  pointAt(epoch) {
    const words = epoch === null ? "" : this.wordsAt(epoch);
    this.tooltip.hidden = !words;
    this.cursor.style.display = words ? "" : "none";
    if (!words) return;
    const x = this.x(epoch);
    const height = Number(this.svg.getAttribute("height"));
    setAttributes(this.cursor, { x1: x, x2: x, y1: MARGIN.top, y2: height - MARGIN.bottom });
    const lines = [`Epoch ${epoch}`, ...words.slice(this.title.length + 1).split(", ")];
    while (this.tooltip.childElementCount < lines.length) makeElement(this.tooltip, "div");
    while (this.tooltip.childElementCount > lines.length) this.tooltip.lastElementChild.remove();
    lines.forEach((line, index) => setText(this.tooltip.children[index], line));
    const room = this.element.clientWidth - this.tooltip.offsetWidth;
    const beside = x > this.element.clientWidth / 2 ? x - this.tooltip.offsetWidth - 10 : x + 10;
    this.tooltip.style.left = `${Math.max(0, Math.min(room, beside))}px`;
    this.tooltip.style.top = `${this.svg.getBoundingClientRect().top - this.element.getBoundingClientRect().top + 30}px`;
  }
}
