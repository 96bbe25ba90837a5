"""Long tasks of the map's page in Chromium over 200,000 made-up accommodations: panned, zoomed, and its list followed.

Usage: python bench/map_page.py [--points N] [--database URL] [--chromium PATH] [--rounds 1] [--seed 1]

A long task keeps the page's main thread for 50 ms or more. Tasks are read from Chromium's own trace, with two clocks:
on the wall, which on a busy machine also counts while the thread waits for its turn or for the drawing process, and on
the processor, which is what script, layout and painting of the page take. The page is served beside this process
(`husly serve`). The browser draws without a graphics card (SwiftShader), the worst there is: the processor fills every
pixel, and the page waits for it. So the same journey by mouse, wheel and keys, from the first request on, is made three
times, each in a new window:

* whole: as it is.
* without dwellings: every tile empty, what the ground alone costs.
* without drawing: WebGL's calls that draw do nothing, so that what is left is script: tiles read and placed, the list.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from map_points import fill, signed_in
from playwright.sync_api import Browser, Page, Route, sync_playwright
from sqlmodel import SQLModel, select

import husly.models
from husly.kit.database import open_engine, transaction
from husly.kit.web.session import SIGN_IN_COOKIE
from register.dwellings.models import Dwelling

PORT = 8198
ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
TASK = "ThreadControllerImpl::RunTask"
DO_NOT_DRAW = """
for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced", "clear"]) {
  WebGL2RenderingContext.prototype[name] = function () {};
}
"""


def main() -> None:
    """Fill if need be, serve, journey, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=200_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--chromium", default=".venv/browser/chromium")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    husly.models.load()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{Path(folder) / 'map.sqlite'}"
        engine = open_engine(url)
        SQLModel.metadata.create_all(engine)
        with transaction(engine, writing=False) as session:
            there = session.exec(select(Dwelling).limit(1)).first()
        if there is None:
            fill(engine, asked.points, random.Random(asked.seed))
        token = signed_in(engine)
        server = serve(url)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=asked.chromium, args=ARGUMENTS)
                measure(browser, token, asked.rounds)
                browser.close()
        finally:
            server.terminate()
            server.wait(120)
        engine.dispose()


def serve(url: str) -> "subprocess.Popen[bytes]":
    """The server, once it answers."""
    settings = {"HUSLY_DATABASE_URL": url, "HUSLY_SECURE_COOKIES": "false", "HUSLY_SECRET_KEY": "x" * 40}
    command = [sys.executable, "-m", "husly", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(900):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=1)
        except OSError:
            time.sleep(0.2)
        else:
            return server
    server.terminate()
    raise SystemExit("the server did not start")


def measure(browser: Browser, token: str, rounds: int) -> None:
    """The three journeys, and a line for each."""
    print(f"{'':<20} {'on the wall':^24} {'on the processor':^24}")
    print(
        f"{'journey':<20}" + f" {'>= 50 ms':>8} {'> 100':>6} {'longest':>8}" * 2 + f" {'script s':>9} {'lasted s':>9}"
    )
    for _ in range(rounds):
        for name in ("whole", "without dwellings", "without drawing"):
            context = browser.new_context(base_url=f"http://127.0.0.1:{PORT}", viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": SIGN_IN_COOKIE, "value": token, "url": f"http://127.0.0.1:{PORT}"}])
            page = context.new_page()
            if name == "without drawing":
                page.add_init_script(DO_NOT_DRAW)
            if name == "without dwellings":
                page.route("**/*.mvt*", empty)
            browser.start_tracing(page=page, categories=["toplevel"])
            told = journey(page)
            tasks = tasks_in(browser.stop_tracing())
            print(f"{name:<20}" + "".join(map(told_of, zip(*tasks, strict=True))), end="")
            print(f" {told['script']:>9.1f} {told['lasted']:>9.1f}", flush=True)
            context.close()


def tasks_in(trace: bytes) -> list[tuple[float, float]]:
    """The tasks of the page's main thread: milliseconds on the wall and on the processor."""
    events = json.loads(trace)["traceEvents"]
    mains = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    of_threads: dict[tuple[int, int], list[tuple[float, float]]] = {one: [] for one in mains}
    for one in events:
        if one["name"] == TASK and one.get("ph") == "X" and (one["pid"], one["tid"]) in mains:
            of_threads[one["pid"], one["tid"]].append((one["dur"] / 1000, one.get("tdur", 0) / 1000))
    return max(of_threads.values(), key=lambda tasks: sum(spent for _, spent in tasks))


def told_of(tasks: Sequence[float]) -> str:
    """How many are long, very long, and how long the longest is."""
    return f" {sum(one >= 50 for one in tasks):>8} {sum(one > 100 for one in tasks):>6} {max(tasks, default=0):>8.0f}"


def empty(route: Route) -> None:
    """A tile without anything."""
    route.fulfill(body=b"", content_type="application/vnd.mapbox-vector-tile")


def journey(page: Page) -> dict[str, float]:
    """The page is opened; from the whole country into towns and out again, then to a row of the list. Seconds."""
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    begun = time.perf_counter()
    page.goto("/map", timeout=120_000)
    page.wait_for_selector("#map[data-ready=true]", timeout=120_000)
    page.wait_for_timeout(1500)
    box = page.locator("#map").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.5)
    for towards in ((0.0, 0.0), (80.0, 60.0)):
        page.mouse.move(middle[0] + towards[0], middle[1] + towards[1])
        for wheel in [-240] * 8 + [240] * 8:
            page.mouse.wheel(0, wheel)
            page.wait_for_timeout(350)
            if wheel < 0:
                drag(page, middle)
    page.locator("#map canvas").focus()
    for key in ["+", "+", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "+", "+", "-", "-"]:
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    page.wait_for_timeout(1500)
    page.locator(".section-row [data-show]").first.click()  # flies there
    page.wait_for_timeout(2500)
    lasted = time.perf_counter() - begun
    return {"script": script_s(metrics), "lasted": lasted}


def drag(page: Page, middle: tuple[float, float]) -> None:
    """Pull the map aside and let it glide."""
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 120, middle[1] - 60, steps=6)
    page.mouse.up()
    page.wait_for_timeout(250)


def script_s(metrics: Any) -> float:
    """Seconds that the page has spent in script so far."""
    found = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}
    return float(found["ScriptDuration"])


if __name__ == "__main__":
    main()
