"""The small charts of a sweep, in a node that stays in the page while they grow.

Streamlit's ``st.html`` takes no SVG, and its Plotly element is made anew at every change; this component puts
the new drawing in the place of the old one within a frame, so that nothing flickers. While runs of the sweep
train it also holds a stream of theirs open: the browser slows the timers of a hidden tab down, but not the
stream, and an open stream keeps the sweep alive.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.charts.small_multiples import Small, small_multiples

__all__ = ["sweep_charts"]

_HTML = """
<div class="sweep-charts">
  <p class="key" aria-hidden="true">
    <span><svg viewBox="0 0 30 10"><path class="line train" d="M0 5H30"/><path class="marks train"
      d="M12.5 5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z"/></svg>training</span>
    <span><svg viewBox="0 0 30 10"><path class="line validation" d="M0 5H30"/><path class="marks validation"
      d="M15 1.5L18.5 7.5L11.5 7.5Z"/></svg>validation</span>
    <span><i class="gap-swatch"></i>the gap</span>
  </p>
  <div class="charts"></div>
</div>
"""

_CSS = """
.sweep-charts { --train: #0072b2; --validation: #d55e00; color: var(--st-text-color);
  font-family: var(--st-font); font-size: 0.85rem; }
.sweep-charts[data-theme="dark"] { --train: #56b4e9; --validation: #e69f00; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); gap: 0.75rem; }
figure { margin: 0; min-width: 0; max-width: 200px; }
figcaption { display: flex; flex-wrap: wrap; column-gap: 0.6rem; line-height: 1.4; overflow-wrap: anywhere; }
figcaption span { opacity: 0.85; font-variant-numeric: tabular-nums; }
.charts svg { display: block; width: 100%; height: auto; }
.axes line { stroke: var(--st-border-color); stroke-width: 1; shape-rendering: crispEdges; }
.axes text { fill: var(--st-text-color); font-size: 11px; font-variant-numeric: tabular-nums; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.train { stroke: var(--train); }
.line.validation { stroke: var(--validation); stroke-dasharray: 6 3; }
.marks.train { fill: var(--train); }
.marks.validation { fill: var(--validation); }
.gap { fill: var(--validation); fill-opacity: 0.18; }
.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; margin: 0 0 0.5rem; }
.key span { display: inline-flex; align-items: center; gap: 0.35rem; }
.key svg { width: 30px; height: 10px; }
.gap-swatch { width: 14px; height: 12px; background: var(--validation); opacity: 0.3; border-radius: 2px; }
"""

_JS = """
const open = new WeakMap();

/** Whether the page is dark, from the colour that its text has on it. */
function isDark(element) {
  const parts = getComputedStyle(element).color.match(/[\\d.]+/g) ?? [0, 0, 0];
  return (Number(parts[0]) + Number(parts[1]) + Number(parts[2])) / 3 > 127;
}

function hold(parent, address) {
  const held = open.get(parent);
  if (held?.address === address) return;
  held?.source?.close();
  if (!address) {
    open.delete(parent);
    return;
  }
  const source = new EventSource(address);
  source.addEventListener("end", () => source.close());
  // An answer that is no stream closes the source for good; what is lost is only the lease of a hidden tab.
  open.set(parent, { address, source });
}

export default function sweepCharts({ parentElement, data }) {
  const root = parentElement.querySelector(".sweep-charts");
  root.dataset.theme = isDark(root) ? "dark" : "light";
  const charts = root.querySelector(".charts");
  if (charts.dataset.drawn !== data.charts) {
    charts.innerHTML = data.charts; // made by charts/small_multiples.py, which escapes every text
    charts.dataset.drawn = data.charts;
  }
  hold(parentElement, data.stream);
  return () => {
    if (!(parentElement.host ?? parentElement).isConnected) hold(parentElement, "");
  };
}
"""

_mount = st.components.v2.component("tensorflow_by_doing.sweep_charts", html=_HTML, css=_CSS, js=_JS)


def sweep_charts(charts: Sequence[Small], *, metric: str, epochs: int, stream: str, key: str) -> None:
    """Draw small charts on shared axes; call it again with longer histories to make them grow.

    Args:
        charts: the charts, in order.
        metric: ``"accuracy"`` or ``"loss"``.
        epochs: the end of the shared horizontal axis.
        stream: the address of the events of the runs that still train, or empty.
        key: the component's key; keep it the same while the charts are on the page.
    """
    _mount(key=key, data={"charts": small_multiples(charts, metric, epochs), "stream": stream})
