"""The page of `view` in a browser, beside plain pyvis, gravis and ipysigma on the same networks.

    python benchmarks/page.py GRAPH [--sizes 61,500,2000,10000,40000] [--widgets FOLDER]

Of each size the network that `view --top` keeps. What is built in a process of its own: our page by
the command line with all its facts, the others from the nodes, names and ties that our page holds,
without facts. Then headless Chromium, WebGL by software where there is no graphics card, window of
1280 x 800, one run for all: size of the file; first settled picture (all canvases, compared ten
times a second inside the page: the last change before a second without one, from the beginning
of the navigation); frames a second while the pointer moves over the drawing, and while it drags;
seconds from a click to the second frame after it; heap after a collection of garbage. What takes
over 60 seconds is stopped and said.

gravis and ipysigma are not among our dependencies: `pip install gravis ipysigma`. Pages of ipysigma
load two scripts and its own from the network: FOLDER holds these, require.js, embed-amd.js (of
@jupyter-widgets/html-manager) and index.js (share/jupyter/nbextensions/ipysigma of its wheel).
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

SIZES, MOST = "61,500,2000,10000,40000", 60.0
WIDTH, HEIGHT = 1280, 800
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-background-networking", "--force-device-scale-factor=1",
    "--allow-file-access-from-files", "--enable-precise-memory-info",
)  # fmt: skip
RIVALS = ("pyvis", "gravis", "ipysigma")
MEASURED = """
// A drawing in WebGL can be read at any time only where it is kept.
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, given) {
  const kept = kind.startsWith("webgl") ? {preserveDrawingBuffer: true} : {};
  return getContext.call(this, kind, {...given, ...kept});
};
window.settled_ = null;
const scratch = new OffscreenCanvas(640, 400);
const pen = scratch.getContext("2d", {willReadFrequently: true});
let [before, changed, alike] = ["", 0, 0];
const look = () => {
  pen.clearRect(0, 0, 640, 400);
  for (const canvas of document.querySelectorAll("canvas")) {
    const at = canvas.getBoundingClientRect();
    if (!canvas.width || !canvas.height) continue;
    pen.drawImage(canvas, ...[at.left, at.top, at.width, at.height].map((value) => value / 2));
  }
  const seen = new Uint32Array(pen.getImageData(0, 0, 640, 400).data.buffer);
  let sum = 0;
  for (const pixel of seen) sum = (Math.imul(sum, 31) + pixel) | 0;
  alike = sum && sum === before ? alike + 1 : 0;
  if (sum !== before) changed = performance.now();
  before = sum;
  if (alike >= 10 && performance.now() - changed > 1000) window.settled_ = changed;
  else setTimeout(look, 100);
};
setTimeout(look, 0);
window.frames_ = 0;
const count = () => { window.frames_ += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
for (const kind of ["mousedown", "pointerdown"]) {
  window.addEventListener(kind, () => { window.pressed = performance.now(); }, true);
}
window.addEventListener("mouseup", () => setTimeout(() => requestAnimationFrame(() =>
  requestAnimationFrame(() => { window.answered = performance.now() - window.pressed; }))), true);
"""


def held(ours: Path) -> dict[str, Any]:
    """What our page holds."""
    found = re.search(r'id="view">([^<]+)<', ours.read_text(encoding="utf-8"))
    assert found
    return dict(json.loads(zlib.decompress(base64.b64decode(found[1]))))


def ties(told: dict[str, Any]) -> list[tuple[int, int, float]]:
    """The ends and the weight of each tie (see payload.py)."""
    columns, one, other = told["ties"], 0, 0
    found: list[tuple[int, int, float]] = []
    for more, far, weight in zip(
        *(columns[name] for name in ("sources", "targets", "weights")), strict=True
    ):
        other = far + (0 if more or not found else other)
        one += more
        found.append((one, other, weight))
    return found


def spent(command: list[str]) -> float | None:
    """User and system seconds of a command; None where it takes too long by the clock, too."""
    before = os.times()
    try:
        # A busy machine gives a process only a part of each second.
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=3 * MOST)
    except subprocess.TimeoutExpired:
        return None
    after = os.times()
    user, system = (
        getattr(after, k) - getattr(before, k) for k in ("children_user", "children_system")
    )
    return float(user + system)


def rival(name: str, source: str, target: str) -> None:
    """The page of another library, plainly: names and weights, its own layout."""
    import resource

    import networkx as nx

    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST), int(MOST)))
    told = held(Path(source))
    network: nx.Graph[int] = nx.Graph()
    for number, node in enumerate(told["nodes"]):
        network.add_node(
            number, label=node["label"] if isinstance(node["label"], str) else node["label"][0]
        )
    network.add_weighted_edges_from(ties(told))
    if name == "pyvis":
        from pyvis.network import Network

        page = Network(height=f"{HEIGHT}px", cdn_resources="in_line")
        page.from_nx(network)
        Path(target).write_text(page.generate_html(), encoding="utf-8")
    elif name == "gravis":
        import gravis

        figure = gravis.vis(network, graph_height=HEIGHT - 20)
        Path(target).write_text(figure.to_html_standalone(), encoding="utf-8")
    else:
        from ipysigma import Sigma

        Sigma(network, height=HEIGHT - 20).to_html(target)


def offline(page: Path, widgets: Path) -> None:
    """A page of ipysigma with its scripts from a folder."""
    text = page.read_text(encoding="utf-8")
    inside = "\n".join(
        f'<script src="{(widgets / name).resolve().as_uri()}"></script>'
        for name in ("require.js", "embed-amd.js")
    )
    module = (widgets / "index").resolve().as_uri()
    config = f'<script>requirejs.config({{paths: {{ipysigma: "{module}"}}}})</script>'
    first, *_rest, last = [found.span() for found in re.finditer(r"<script src=.*?</script>", text)]
    parts = inside.split("\n")
    page.write_text(
        text[: first[0]] + parts[0] + config + parts[1] + text[last[1] :], encoding="utf-8"
    )


class Browser:
    """One Chromium for one page."""

    def __init__(self) -> None:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        options.page_load_strategy = "none"
        for flag in FLAGS:
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(MOST)
        self.send("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT,
                  deviceScaleFactor=1, mobile=False)  # fmt: skip
        self.send("Page.addScriptToEvaluateOnNewDocument", source=MEASURED)

    def send(self, command: str, **given: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, given)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def settled(self, path: Path) -> float | None:
        """Seconds from opening until the picture stands still."""
        self.driver.get("about:blank")
        begin = time.monotonic()
        self.driver.get(path.as_uri())
        while time.monotonic() - begin < MOST:
            time.sleep(0.25)
            try:
                found = self.run("return window.settled_ ?? null")
            except (TimeoutException, WebDriverException):
                continue
            if found is not None:
                return float(found) / 1000
        return None

    def mouse(self, kind: str, x: float, y: float, pressed: bool = False) -> None:
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, clickCount=1,
                  button="left" if kind != "mouseMoved" or pressed else "none",
                  buttons=int(pressed))  # fmt: skip

    def frames(self, drags: bool) -> float:
        """Frames a second while the pointer moves for three seconds."""
        x, y = 150.0, 420.0
        if drags:
            self.mouse("mousePressed", x, y, True)
        first, begin = self.run("return window.frames_"), time.monotonic()
        step = 0
        while time.monotonic() - begin < 3:
            step += 1
            across = 300 + 250 * ((step % 80) / 40 - 1 if step % 160 < 80 else 1 - (step % 80) / 40)
            self.mouse("mouseMoved", across, y + step % 60, drags)
        found = (self.run("return window.frames_") - first) / (time.monotonic() - begin)
        if drags:
            self.mouse("mouseReleased", x, y, False)
        return float(found)

    def answer(self, x: float, y: float) -> float | None:
        """Milliseconds from a click to the second frame after it."""
        self.run("window.answered = null")
        self.mouse("mousePressed", x, y, True)
        self.mouse("mouseReleased", x, y, False)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            found = self.run("return window.answered")
            if found is not None:
                return float(found)
            time.sleep(0.05)
        return None

    def heap(self) -> float:
        self.send("HeapProfiler.collectGarbage")
        return float(self.run("return performance.memory.usedJSHeapSize") / 1e6)


OPENED = """
const disc = clustergraph.discs()[0], view = clustergraph.view();
const frame = document.getElementById("drawing").getBoundingClientRect();
return [frame.left + view.x + disc.x * view.scale, frame.top + view.y + disc.y * view.scale];
"""
NAMED = """
const frame = document.getElementById("drawing").getBoundingClientRect();
const [label] = clustergraph.labels().filter((one) => one.id !== clustergraph.data.about);
const at = clustergraph.place(label.id);
return [frame.left + at.x, frame.top + at.y];
"""


def clicked(browser: Browser, ours: bool) -> tuple[float | None, float | None]:
    """Milliseconds until a disc that stands for a group has opened, and until a node is chosen."""
    if not ours:
        return None, browser.answer(WIDTH / 2, HEIGHT / 2)
    opened = None
    if browser.run("return clustergraph.far()"):
        opened = browser.answer(*browser.run(OPENED))
        time.sleep(2)
    found = browser.answer(*browser.run(NAMED))
    assert browser.run("return clustergraph.state().focus"), "the click chose nothing"
    return opened, found


def looked(path: Path, ours: bool) -> str:
    """What a browser makes of a page, in one line."""
    browser = Browser()
    try:
        first = browser.settled(path)
        if first is None:
            return "no settled picture in 60 s"
        time.sleep(1)
        heap = browser.heap()
        hover, pan = browser.frames(False), browser.frames(True)
        time.sleep(1)
        if ours:
            browser.run("document.getElementById('fit').click()")
            time.sleep(2)
        opened, chosen = clicked(browser, ours)
        more = "" if opened is None else f", opens a group in {opened:.0f} ms"
        told = "-" if chosen is None else f"{chosen:.0f} ms"
        return (
            f"first {first:.2f} s, hover {hover:.0f} fps, pan {pan:.0f} fps, select {told}{more}, "
            f"heap {heap:.0f} MB"
        )
    except (TimeoutException, WebDriverException) as error:
        return f"stopped: {type(error).__name__}"
    finally:
        browser.driver.quit()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("graph")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--widgets", type=Path)
    parser.add_argument("--rivals", default=",".join(RIVALS), help="which others, by commas")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for size in map(int, asked.sizes.split(",")):
            measured(asked, size, Path(name))


def measured(asked: argparse.Namespace, size: int, folder: Path) -> None:
    ours = folder / f"{size}.html"
    command = [sys.executable, "-m", "clustergraph.cli", "view", "--graph", asked.graph]
    seconds = spent([*command, "--top", str(size), "-o", str(ours)])
    told = held(ours)
    print(f"{len(told['nodes']):,} nodes, {len(told['ties']['weights']):,} ties", flush=True)
    size_ = ours.stat().st_size / 1e6
    print(f"  ours: {seconds or 0:.1f} s to make, {size_:.2f} MB, {looked(ours, True)}", flush=True)
    for rival_ in filter(None, asked.rivals.split(",")):
        page = folder / f"{rival_}-{size}.html"
        try:
            seconds = spent([sys.executable, __file__, "--rival", rival_, str(ours), str(page)])
        except subprocess.CalledProcessError:
            seconds = None
        if seconds is None or not page.exists():
            print(f"  {rival_}: stopped after 60 s of building", flush=True)
            continue
        if rival_ == "ipysigma" and not asked.widgets:
            print(f"  {rival_}: {seconds:.1f} s to make; no FOLDER with its scripts", flush=True)
            continue
        if rival_ == "ipysigma":
            offline(page, asked.widgets)
        size_ = page.stat().st_size / 1e6
        print(
            f"  {rival_}: {seconds:.1f} s to make, {size_:.2f} MB, {looked(page, False)}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--rival"]:
        rival(*sys.argv[2:5])
    else:
        main()
