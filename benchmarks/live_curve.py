"""Three ways to draw a curve while it grows, on a slow laptop: ``python -m benchmarks.live_curve``.

The same hundred points, one every 50 ms, in a Chromium whose processor is slowed down four times. One JSON object a
way: points and redraws a second, the delay from a point's emission to the frame that shows it, how evenly frames come
while the page scrolls, long tasks in the browser, and processor time of the server. ``docs/live-curve.md`` has the
table and what was decided.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import secrets
import statistics
import tempfile
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser

from benchmarks.browsing import FIND, Served, chromium
from benchmarks.watched.run import EPOCHS, SECONDS_AN_EPOCH

WAYS = ("fragment with the component", "fragment with Vega-Lite", "component with its own stream")
SLOWDOWN = 4
PATIENCE = 120_000  # milliseconds
# Each frame: when it was, how many points it showed; and the page scrolls up and down all the while.
WATCH = """() => {
    window.frames_seen = [];
    window.long_tasks = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => { window.long_tasks += e.duration; }))
        .observe({ entryTypes: ['longtask'] });
    const main = document.querySelector('[data-testid="stMain"]');
    let way = 4;
    const points = () => {
        const written = window.find('p.points')[0];
        if (written) return Number(written.textContent);
        const match = window.find('.summary')[0]?.textContent.match(/^(?:Epoch|After) ([0-9]+)/);
        return Number(match?.[1] ?? 0);
    };
    const each = (time) => {
        window.frames_seen.push([Date.now(), time, points()]);
        const before = main.scrollTop;
        main.scrollTop += way;
        if (main.scrollTop === before) way = -way;
        requestAnimationFrame(each);
    };
    requestAnimationFrame(each);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    script = Path(__file__).with_name("watched") / "app.py"
    with tempfile.TemporaryDirectory() as home, Served(script, Path(home)) as server, chromium() as browser:
        for way in WAYS:
            watch(browser, server, way)  # warms both sides
        for way in WAYS:
            seen = [watch(browser, server, way) for _ in range(repeats)]
            middle = {name: round(statistics.median(one[name] for one in seen), 1) for name in seen[0]}
            load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
            print(json.dumps({"benchmark": "live_curve", "case": way, **middle, "load": load}), flush=True)


def watch(browser: Browser, server: Served, way: str) -> dict[str, float]:
    """Show one run, and return what was seen of it."""
    run = f"bench-{secrets.token_hex(4)}"
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{server.url}/?{urlencode({'run': run, 'way': way})}")
        page.locator("h1").wait_for(timeout=PATIENCE)
        page.locator(".live-curve, [data-testid=stVegaLiteChart]").first.wait_for(timeout=PATIENCE)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.evaluate(FIND)
        busy = server.cpu_seconds()
        page.evaluate(WATCH)
        page.wait_for_function(f"window.frames_seen.at(-1)[2] >= {EPOCHS}", timeout=PATIENCE)
        busy_after = server.cpu_seconds()
        frames = page.evaluate("window.frames_seen")
        long_tasks = page.evaluate("window.long_tasks")
    with urllib.request.urlopen(f"{server.url}/emitted?run={run}", timeout=20) as answer:
        first_point = float(answer.read())
    return figures(frames, long_tasks, first_point) | {"server_cpu_ms": 1000 * (busy_after - busy)}


def figures(frames: list[list[float]], long_tasks: float, first_point: float) -> dict[str, Any]:
    """Return what the frames tell.

    Args:
        frames: of each frame, milliseconds since 1970, milliseconds of the page's clock, points on show.
        long_tasks: milliseconds that tasks of more than 50 ms took.
        first_point: when the first point was emitted, in seconds since 1970.
    """
    delays, redraws, shown = [], 0, 0
    for wall, _, points in frames:
        redraws += points > shown
        for point in range(shown, int(points)):
            delays.append(wall - 1000 * (first_point + point * SECONDS_AN_EPOCH))
        shown = max(shown, int(points))
    moving = [time for wall, time, _ in frames if wall >= 1000 * first_point]
    intervals = sorted(later - earlier for earlier, later in itertools.pairwise(moving))
    seconds = (moving[-1] - moving[0]) / 1000
    return {
        "points_a_second": EPOCHS / seconds,
        "redraws_a_second": redraws / seconds,
        "delay_ms": statistics.median(delays),
        "delay_p95_ms": sorted(delays)[int(0.95 * len(delays))],
        "frame_ms": statistics.median(intervals),
        "frame_p95_ms": intervals[int(0.95 * len(intervals))],
        "frame_longest_ms": intervals[-1],
        "long_tasks_ms": long_tasks,
    }


if __name__ == "__main__":
    main()
