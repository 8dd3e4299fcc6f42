"""The page in a real browser: nothing runs, nothing is asked of the network, and it can be read and operated."""

import re

import pytest

from cuibono.export.html import HtmlExporter
from tests.export.desk import reading
from tests.export.payloads import HTML

pytestmark = pytest.mark.browser
AA = 4.5  # contrast of text, WCAG 2.2, 1.4.3
CONTRAST = """
() => {
  const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0.99) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest("svg, .vh, .skip, [hidden], script, style") || !e.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([ratio, e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 30)]);
  }
  return found;
}
"""


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a reading's page; whatever it asks for, says or runs is recorded."""
    contexts = []

    def open_page(made, *, width=1280, height=900, **more):
        file = tmp_path / "page.html"
        file.write_text(HtmlExporter().export(made), "utf-8", errors="surrogatepass")
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.happened = []
        page.on("dialog", lambda dialog: (page.happened.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: page.happened.append(message.text))
        page.on("pageerror", lambda error: page.happened.append(str(error)))
        page.on("request", lambda request: page.happened.append(request.url))
        page.goto(file.as_uri())
        page.happened.remove(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_page_asks_for_nothing(opened):
    page = opened(reading())
    page.wait_for_load_state("networkidle")
    assert page.happened == []


@pytest.mark.parametrize("first", range(4))
def test_nothing_in_an_article_runs(opened, first):
    evil = " ".join(HTML[first::4])  # one by one they are parsed in test_html.py
    page = opened(reading(evil))
    page.locator("summary").first.click()
    page.locator("#room .q .n").first.click()
    page.locator("#room .q .n").last.hover()
    page.wait_for_timeout(20)
    assert page.happened == []
    assert page.locator("script").count() == 1
    assert page.locator("iframe, object, embed, form, img, base").count() == 0


def test_an_injected_script_would_not_run(opened):
    page = opened(reading())
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(1)'}))")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    page.wait_for_timeout(50)
    assert "dialog" not in page.happened
    assert any("Content Security Policy" in said for said in page.happened)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_page_never_scrolls_sideways(opened, width):
    page = opened(reading("a" * 300 + " https://example.org/" + "b" * 200), width=width)
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(opened, scheme):
    page = opened(reading(), color_scheme=scheme)
    page.locator("#room .q .n").first.click()
    measured = page.evaluate(CONTRAST)
    assert len(measured) > 100
    assert [found for found in measured if found[0] < AA] == []


def test_dark_is_dark(opened):
    page = opened(reading(), color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", paper))) < 64


def test_a_citation_shows_its_words_beside_the_talk_and_escape_returns(opened):
    page = opened(reading())
    link = page.locator("#t1 .q").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.locator("#panel mark.now").inner_text() == link.locator("q").inner_text().strip("“”")
    assert "The Cracked Span" in page.locator("#panel-title").inner_text()
    assert page.locator("#panel-original").get_attribute("href") == "https://beltworks.example/bridge#page=2"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert link.evaluate("e => e === document.activeElement")


def test_without_script_a_citation_leads_to_the_words(opened):
    page = opened(reading(), java_script_enabled=False)
    page.locator("#t1 .q .n").first.click()
    assert page.url.endswith("#d1-s1")
    assert page.locator("mark:target").text_content() == "Engineers counted eleven cracks in the Karo bridge in May"


def test_the_matrix_unfolds_without_script(opened):
    page = opened(reading(), java_script_enabled=False)
    copies = page.locator("#claims th.copy")
    assert copies.first.is_hidden()
    page.locator("label[for=all-copies]").click()
    assert copies.first.is_visible()


def test_everything_that_can_be_clicked_can_be_reached_by_keyboard(opened):
    page = opened(reading())
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if at in reached:
            break
        reached.add(at)
    links = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((e, i) => e.matches('a[href], summary, input') && "
        "e.getClientRects().length && e.checkVisibility({visibilityProperty: true}) ? [i] : [])"
    )
    assert set(links) <= reached


def test_print_shows_origins_and_numbers_the_passages(opened):
    page = opened(reading())
    page.emulate_media(media="print")
    assert page.locator(".contents").is_hidden()
    assert page.locator("#origins .trees li").first.is_visible()
    numbered = page.evaluate("getComputedStyle(document.querySelector('#t1 .q'), '::after').content")
    assert numbered == '"/1"'
