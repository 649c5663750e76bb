"""How fast pages answer, in a real browser: ``python -m benchmarks.pages`` prints one JSON object a case.

First paint is from the start of the navigation to the first heading on the page: with an empty cache (``cold``) and
on a second visit (``warm``). A click is timed from its event to the frame that shows what it asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

import graders
from benchmarks.browsing import FIND, Served, chromium
from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.lessons import discover

APP = PROJECT_ROOT / "dashboard" / "app.py"
LONG = "epochs=100&examples=60000&batch=16"
SHORT_EPOCHS = "epochs=100&examples=1000"
PATIENCE = 180_000  # milliseconds
HEADING = """
const look = () => {
    const shown = [...document.querySelectorAll('h1')].some((e) => e.offsetHeight > 0 && e.textContent);
    if (shown) window.heading = performance.now(); else requestAnimationFrame(look);
};
look();
"""
# From the click on a button to the first frame in which the curve is as `shows` wants it.
TIME_CLICK = """([label, shows]) => new Promise((resolve) => {
    const curve = window.find('.live-curve')[0];
    const wanted = new Function('curve', 'before', `return ${shows}`);
    const before = curve.dataset.run;
    const button = window.find('button').find((e) => e.textContent.includes(label) && !e.disabled);
    const start = performance.now();
    const look = () => {
        const now = window.find('.live-curve')[0];
        if (now && wanted(now, before)) resolve(performance.now() - start); else requestAnimationFrame(look);
    };
    button.click();
    look();
})"""
FIRST_POINT = (
    "curve.dataset.run !== before && /^(Epoch|After) [0-9]/.test(curve.querySelector('.summary').textContent)"
)
STOPPED = "curve.dataset.state === 'stopped'"
# Points on show and redraws, from the first point to the last.
COUNT_POINTS = """() => new Promise((resolve) => {
    const curve = window.find('.live-curve')[0];
    const words = () => curve.querySelector('.summary').textContent;
    const points = () => Number(words().match(/^(?:Epoch|After) ([0-9]+)/)?.[1] ?? 0);
    let first = null, last = 0, redraws = 0, newest = performance.now();
    const look = () => {
        const now = points();
        if (now > last) {
            first ??= { points: now, time: performance.now() };
            redraws += 1; last = now; newest = performance.now();
        }
        if (['finished', 'failed'].includes(curve.dataset.state) && first) {
            const seconds = (newest - first.time) / 1000;
            resolve({ points: (last - first.points) / seconds, redraws: (redraws - 1) / seconds });
        } else requestAnimationFrame(look);
    };
    look();
})"""


def report(case: str, **figures: Any) -> None:
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    print(json.dumps({"benchmark": "pages", "case": case, **figures, "load": load}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    with tempfile.TemporaryDirectory() as home, Served(APP, Path(home)) as server, chromium() as browser:
        url = server.url
        lesson = f"lesson-{discover()[0].slug}"
        with browser.new_context() as context:  # the workers are ready after this; so is the browser itself
            train(open_page(context, f"{url}/{lesson}?epochs=1"))
        for path in ["", *(f"lesson-{each.slug}" for each in discover()), *exercise_paths()]:
            first_paint(browser, url, path, repeats)
        clicks(browser, f"{url}/{lesson}", repeats)
        with browser.new_context() as context:
            page = open_page(context, f"{url}/{lesson}?{SHORT_EPOCHS}")
            train(page)  # the figures are those of a model that is compiled
            page = open_page(context, f"{url}/{lesson}?{SHORT_EPOCHS}&seed=2")
            page.get_by_role("button", name="Train", exact=True).click()
            drawn = page.evaluate(COUNT_POINTS)
            report("drawn a second", **{name: round(value, 1) for name, value in drawn.items()})


def exercise_paths() -> list[str]:
    return [f"exercise-{exercise.id.replace('_', '-')}" for exercise in graders.list_exercises()]


def first_paint(browser: Browser, url: str, path: str, repeats: int) -> None:
    cold, warm = [], []
    for _ in range(repeats):
        with browser.new_context() as context:
            cold.append(heading_time(context, f"{url}/{path}"))
            warm.append(heading_time(context, f"{url}/{path}"))
    report(
        f"first paint of /{path}", cold_ms=middle(cold), warm_ms=middle(warm), cold_each=cold, warm_each=warm
    )


def heading_time(context: BrowserContext, address: str) -> int:
    page = context.new_page()
    page.add_init_script(HEADING)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.heading", timeout=PATIENCE)
    milliseconds = round(page.evaluate("window.heading"))
    page.wait_for_timeout(1500)  # the rest of this page must not slow the next one
    page.close()
    return milliseconds


def clicks(browser: Browser, address: str, repeats: int) -> None:
    first_point, stopped = [], []
    with browser.new_context() as context:
        page = open_page(context, address)
        for _ in range(repeats):
            first_point.append(round(page.evaluate(TIME_CLICK, ["Train", FIRST_POINT])))
            until_over(page)
        report("click on Train to first point", ms=middle(first_point), each=first_point)
        page.close()
        page = open_page(context, f"{address}?{LONG}")
        for _ in range(repeats):
            page.get_by_role("button", name="Train", exact=True).click()
            page.locator(".live-curve[data-state=running]").wait_for(timeout=PATIENCE)
            page.wait_for_timeout(2000)
            stopped.append(round(page.evaluate(TIME_CLICK, ["Stop", STOPPED])))
            until_over(page)
        report("click on Stop to stopped", ms=middle(stopped), each=stopped)


def open_page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.get_by_role("button", name="Train", exact=True).wait_for()
    page.evaluate(FIND)
    page.wait_for_timeout(3000)
    return page


def train(page: Page) -> None:
    page.get_by_role("button", name="Train", exact=True).click()
    page.locator(".live-curve[data-state=finished]").wait_for()
    until_over(page)


def until_over(page: Page) -> None:
    """Wait until the page has shown all that it shows of a run that is over."""
    page.wait_for_function(
        "() => window.find('button').some((e) => e.textContent.includes('Train') && !e.disabled)"
    )
    page.wait_for_timeout(2000)


def middle(values: list[int]) -> int:
    return round(statistics.median(values))


if __name__ == "__main__":
    main()
