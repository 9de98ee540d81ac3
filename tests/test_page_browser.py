"""Pages in a real browser, without network: readable, accessible, printable, by keyboard, in light and dark."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exportctl.catalog import load
from exportctl.classification import classify
from exportctl.precedents import Precedent, like
from exportctl.report.dossier import write_pages
from exportctl.report.page import decision_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
DOCS = Path(__file__).resolve().parent.parent / "docs"
GOODS = """Part number;Description;Resolution (bit);Sample rate (MSPS)
AD-1400;ADC integrated circuit, 14 channels;14;3000
AD-0800;ADC integrated circuit;8;500
AD-9;ADC integrated circuit;many;
KN-22;krytron;;
BT-M6;hexagon bolt M6 x 20, zinc plated;;
TOR-5;five-axis milling machine for turbine blades;;
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages about a small table, and ``decision.html`` about one product, all on the bundled digests."""
    folder = tmp_path_factory.mktemp("pages")
    lists = [load("eu-dual-use", wording="digest"), load("eu-military", wording="digest")]
    source = folder / "goods.csv"
    source.write_text(GOODS, encoding="utf-8")
    write_pages(source, folder, lists=lists, workers=1)
    found = classify("14-bit 3 GSPS ADC", lists)
    earlier = Precedent(description="12-bit 3 GSPS ADC", outcome="listed", codes=("3A001.a.5.a.3",), made="2024-03-01")
    page = decision_page(found, precedents=like(found.goods, [earlier]))
    (folder / "decision.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    with sync_api.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield running
        running.close()


def opened(browser: Any, path: Path, *, scheme: str = "light", width: int = 1000) -> tuple[Any, list[str]]:
    """The page at ``path`` in a browser that is offline, and what it asked for beside itself."""
    context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": width, "height": 1300})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: asked.append(f"error: {error}"))
    page.goto(path.as_uri())
    return page, [url for url in asked if url != path.as_uri()]


NAMES = ("decision.html", "index.html", "row-6.html")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark", "print", "narrow"])
def test_axe_finds_no_violation(browser: Any, pages: Path, name: str, scheme: str) -> None:
    """The accessibility checker finds nothing wrong: contrast, names, order, tables, landmarks."""
    page, _ = opened(
        browser, pages / name, scheme="dark" if scheme == "dark" else "light", width=320 if scheme == "narrow" else 1000
    )
    if scheme == "print":
        page.emulate_media(media="print")
    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 20
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found["violations"]] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_runs_nothing(browser: Any, pages: Path, name: str) -> None:
    """No request leaves the page, no script is in it, and nothing is complained of."""
    page, asked = opened(browser, pages / name)
    assert asked == []
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 680, 1400])
def test_nothing_runs_over_the_edge(browser: Any, pages: Path, name: str, width: int) -> None:
    """On a telephone, at the width of A4 and on a wide screen nobody has to scroll sideways."""
    page, _ = opened(browser, pages / name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_link_is_reached_by_keyboard(browser: Any, pages: Path) -> None:
    """Tab goes through all links and switches in order, the first skips to the answer, and each shows where it is."""
    page, _ = opened(browser, pages / "decision.html")
    wanted = page.evaluate("[...document.querySelectorAll('a, summary')].map(e => e.textContent.trim())")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == wanted
    assert reached[0] == "Skip to the answer"
    before = page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is not before


def test_it_prints_on_a4_with_everything(browser: Any, pages: Path) -> None:
    """The printed page is A4, and what is folded in on the screen is on the paper."""
    page, _ = opened(browser, pages / "decision.html")
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = false)")
    page.emulate_media(media="print")
    assert all(
        page.evaluate("[...document.querySelectorAll('details ul')].map(e => e.getBoundingClientRect().height > 0)")
    )
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert paper.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95" in paper or b"/MediaBox [0 0 595" in paper


def test_it_looks_as_it_should(browser: Any, pages: Path, tmp_path: Path) -> None:
    """A picture of each is taken; with EXPORTCTL_SCREENSHOTS=docs it replaces the one that the documentation shows."""
    target = DOCS if os.environ.get("EXPORTCTL_SCREENSHOTS") == "docs" else tmp_path
    for name in ("decision", "index"):
        page, _ = opened(browser, pages / f"{name}.html")
        picture = f"report-{name}.png"
        page.screenshot(path=target / picture)
        assert (target / picture).stat().st_size > 20_000
        assert (DOCS / picture).is_file()
