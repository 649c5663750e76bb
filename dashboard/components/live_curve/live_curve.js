// The live curve: loss and accuracy of a run while it trains. The page keeps every node; updates only set attributes.
// Streamlit gives one script to a component, so scale.js and panel.js are put before this file.

const curves = new WeakMap();

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
    this.summary = this.root.querySelector(".summary");
    this.announcer = this.root.querySelector(".announcer");
    this.details = this.root.querySelector("details");
    this.tableHead = this.root.querySelector("thead");
    this.tableBody = this.root.querySelector("tbody");
    this.epoch = null;
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
    this.listen();
  }

  receive({ data }) {
    const series = Object.fromEntries(
      Object.entries(data.series).map(([name, values]) => [name, values.map(toNumber)]),
    );
    this.run = { series, totalEpochs: data.total_epochs, stoppedEpoch: data.stopped_epoch };
    this.finished = Math.max(0, ...Object.values(series).map((values) => values.length));
    this.height = data.height;
    this.root.dataset.state = data.state;
    setText(this.summary, data.summary);
    this.plots.setAttribute("aria-label", data.summary);
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
    this.followTheme();
    const { series } = this.run;
    const hasAccuracy = series.accuracy || series.val_accuracy;
    this.accuracy.element.hidden = Boolean(this.finished && !hasAccuracy);
    for (const panel of this.panels) if (!panel.element.hidden) panel.draw(this.run, this.height);
    if (this.details.open) this.fillTable();
    if (this.epoch !== null) this.pointAt(this.epoch);
  }

  /** Okabe and Ito's blue and orange have a lighter pair for a dark page. */
  followTheme() {
    const probe = getComputedStyle(this.root).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
    const light = 0.2126 * probe[0] + 0.7152 * probe[1] + 0.0722 * probe[2] > 127;
    this.root.dataset.theme = light ? "light" : "dark";
  }

  fillTable() {
    const columns = TABLE_COLUMNS.filter(([name]) => this.run.series[name]);
    const rows = [["epoch", ...columns.map(([, title]) => title)]];
    for (let epoch = 1; epoch <= this.finished; epoch += 1) {
      const cells = columns.map(([name, , format]) => {
        const value = this.run.series[name][epoch - 1];
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
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
  }
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
