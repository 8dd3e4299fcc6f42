"""The main journeys in a real browser, axe on every page, and hostile words through every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cuibono.app import Newsroom
from cuibono.web import talk
from tests.export.desk import reading
from tests.export.payloads import HTML
from tests.web.conftest import rules_alone, serving, shelved

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SOON = 30_000  # milliseconds; machines that build are slow
expect.set_options(timeout=SOON)


@pytest.fixture
def opened(browser):
    """Opens pages; whatever they run, say or ask of others is recorded."""
    contexts = []

    def open_page(url="about:blank", *, width=1280, height=900, **more):
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.set_default_timeout(SOON)
        page = context.new_page()
        page.happened = []
        ours = url.partition("/stories")[0].rstrip("/") + "/"
        page.on("dialog", lambda dialog: (page.happened.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: page.happened.append(message.text))
        page.on("pageerror", lambda error: page.happened.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith((ours, "data:")) or page.happened.append(asked.url))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def everything_said(page, site):
    """Waits until the panel of a room has said everything; how many turns there are then."""
    expect(page.locator("#room-state")).to_have_text(re.compile("nothing new"), timeout=60_000)
    turns = len(site.newsroom.convener.open(site.story).turns)
    expect(page.locator(".turn")).to_have_count(turns)
    return turns


def numbers(page) -> list[int]:
    return page.eval_on_selector_all(".turn", "all => all.map((turn) => Number(turn.dataset.n))")


# ── journeys ──


def test_from_the_desk_to_the_words(opened, quiet_site):
    page = opened(quiet_site.url + "/")
    page.locator("article.story h2 a").first.click()
    expect(page.locator("h1")).to_contain_text("1,940")
    quoted = page.locator(".heads .q").first
    words = quoted.locator("q").inner_text().strip("“”")
    quoted.locator(".n").click()
    expect(page.locator("#panel .now").first).to_be_visible()
    assert "".join(page.locator("#panel .now").all_inner_texts()) == words
    page.get_by_role("link", name="Show in the document").click()
    expect(page.locator("mark:target")).to_contain_text(words[:40])
    assert "?at=" in page.url
    assert page.happened == []


def test_a_citation_is_opened_and_closed_by_keyboard(opened, quiet_site):
    page = opened(quiet_site.page)
    link = page.locator("main .q").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .now").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert link.evaluate("e => e === document.activeElement")


def test_a_citation_leads_to_the_words_without_scripts(opened, quiet_site):
    page = opened(quiet_site.page, java_script_enabled=False)
    page.locator("main .q .n").first.click()
    page.wait_for_url("**/documents/**")
    expect(page.locator("mark:target")).to_have_count(1)


def test_the_matrix_is_filtered_while_typing_and_the_address_keeps_it(opened, quiet_site):
    page = opened(quiet_site.page)
    rows = page.locator(".matrix tbody tr")
    before = rows.count()
    page.locator("#words").type("merrowby")
    expect(rows).not_to_have_count(before)
    few = rows.count()
    assert 0 < few < before
    record = quiet_site.newsroom.reading(quiet_site.story).record
    for claim in rows.evaluate_all("all => all.map((row) => row.id)"):
        said = [record.assertion[key].sentence.quote for key in record.claim[claim].assertions]
        assert any("merrowby" in words.lower() for words in said)
    assert "q=merrowby" in page.url
    assert page.locator("#words").evaluate("e => e === document.activeElement")
    page.reload()
    expect(rows).to_have_count(few)
    page.locator("select[name=show]").select_option("contested")
    expect(page.locator("#matrix")).to_contain_text(re.compile(r"\d+ of \d+ claims"))
    page.locator("#words").fill("no such words anywhere")
    expect(page.locator("#matrix")).to_contain_text("No claim fits")
    assert page.happened == []


def test_the_sections_stay_in_sight_and_tell_where_one_is(opened, quiet_site):
    for width in (390, 1280):
        page = opened(quiet_site.page, width=width)
        sections = page.locator(".reading > .contents")
        sections.get_by_role("link", name="Interests").click()
        expect(sections.locator("[aria-current]")).to_have_text("Interests")
        expect(sections.get_by_role("link", name="Interests")).to_be_in_viewport()
        expect(page.locator("#interests-title")).to_be_in_viewport()
        assert page.happened == []


def test_a_matrix_that_fits_scrolls_with_the_page_and_its_head_stays(opened, quiet_site):
    page = opened(quiet_site.page, width=1440)
    frame = page.locator(".matrix-frame")
    expect(frame).to_have_class(re.compile("fits"))
    page.locator('[for="all-claims"]').click()
    page.locator(".matrix tbody tr").last.scroll_into_view_if_needed()
    expect(page.locator(".matrix thead th").nth(3)).to_be_in_viewport()
    page.locator("#words").fill("Tessaline")  # the matrix is made anew
    expect(page.locator("#matrix")).to_contain_text(re.compile(r"\d+ of \d+ claims"))
    expect(frame).to_have_class(re.compile("fits"))
    page.set_viewport_size({"width": 500, "height": 800})
    expect(frame).not_to_have_class(re.compile("fits"))


def test_arrows_go_from_sign_to_sign(opened, quiet_site):
    page = opened(quiet_site.page)
    cells = page.locator(".matrix tbody tr").first.locator("td:visible:has(a)")
    cells.nth(0).locator("a").focus()
    page.keyboard.press("ArrowRight")
    assert cells.nth(1).locator("a").evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.closest('th').className") == "claim"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('th').className") == "claim"  # nothing above leads anywhere
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .now").first).to_be_visible()


def test_the_box_of_what_is_set_aside_opens_from_the_matrix(opened, quiet_site):
    page = opened(quiet_site.page)
    page.locator(".to-apart").click()
    expect(page.get_by_label("Evening Klaxon").first).to_be_visible()


def test_an_outlet_is_set_aside_and_the_reading_moves(opened, quiet_site):
    page = opened(quiet_site.page)
    columns = page.locator(".matrix thead th:visible")
    before = columns.count()
    numbers = page.locator(".matrix thead th:visible .n").all_inner_texts()
    page.locator(".apart-box summary").click()
    page.get_by_label("Evening Klaxon").first.check()
    moved = page.locator(".moved h2")
    expect(moved).to_have_text(re.compile("Read anew from 18 of 19 documents"), timeout=60_000)
    assert columns.count() == before - 1
    left = page.locator(".matrix thead th:visible .n").all_inner_texts()
    assert set(left) == set(numbers) - {"9"}  # everybody keeps the number they are cited by
    assert "outlet=9" in page.url
    page.go_back()
    expect(moved).to_have_count(0)
    assert page.happened == []


def test_a_question_is_answered_in_the_room(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    page.locator("#ask-who").fill("Mara")
    page.locator("#ask-words").fill("Who else measured this?")
    page.get_by_role("button", name="Say it").click()
    mine = page.locator(".turn.reader")
    expect(mine).to_have_count(1)
    expect(mine.locator("h3")).to_contain_text("Mara")
    answer = page.locator(f'.turn[data-answers~="{mine.get_attribute("id")}"]').first
    expect(answer.locator(".q").first).to_be_visible()
    expect(mine.locator(".replies a").first).to_be_visible()
    expect(page.locator("#ask-words")).to_have_value("")
    assert page.happened == []


def test_a_reply_is_said_to_the_turn_it_answers(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    turn = page.locator(".turn").nth(1)
    turn.locator("[data-reply]").click()
    expect(page.locator("#ask-to")).to_be_visible()
    page.locator("#ask-words").fill("Who denies it?")
    page.keyboard.press("Control+Enter")
    mine = page.locator(".turn.reader")
    expect(mine).to_have_attribute("data-answers", turn.get_attribute("id"))
    expect(mine.locator(".act a")).to_have_attribute("href", "#" + turn.get_attribute("id"))
    expect(turn.locator(".replies")).to_contain_text("Reader")
    expect(page.locator("#ask-to")).to_be_hidden()


def test_what_a_reader_states_is_marked_as_theirs(opened, site):
    page = opened(site.page + "/room")
    page.locator("#ask-words").fill("A dragon burnt the harbour of Lisk in 1404.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".reader .t-mine")).to_have_text("the reader's, not sourced")


def test_nothing_said_is_told_and_nothing_lost(opened, site):
    page = opened(site.page + "/room")
    page.locator("#ask-words").fill("  ?!  ")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#ask-problem")).to_contain_text("nothing was said")
    expect(page.locator("#ask-words")).to_have_value("  ?!  ")


def test_asking_works_without_scripts(opened, site):
    page = opened(site.page + "/room", java_script_enabled=False)
    page.locator("#ask-words").fill("Who benefits?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".turn.reader")).to_have_count(1)
    expect(page.locator(".turn:target")).to_have_count(1)
    assert page.locator(".turn").count() > 1


def test_lenses_threads_replay_and_replies_work_without_scripts(opened, site):
    page = opened(site.page + "/room", java_script_enabled=False)
    visible = page.locator(".turn:visible")
    page.get_by_role("button", name="Let the panel go on").click()
    expect(visible).to_have_count(5)
    while page.get_by_role("button", name="Let the panel go on").count():
        page.get_by_role("button", name="Let the panel go on").click()
    turns = site.newsroom.convener.open(site.story).turns
    expect(visible).to_have_count(len(turns))
    page.locator(".lenses").get_by_role("link", name="Evidence").click()
    assert set(visible.evaluate_all("all => all.map((t) => t.dataset.lens)")) == {"Evidence"}
    page.locator(".lenses").get_by_role("link", name="All").click()
    page.locator('[data-replay="3"]').click()
    expect(visible).to_have_count(3)
    page.get_by_role("link", name="One on").click()
    expect(visible).to_have_count(4)
    page.get_by_role("link", name="Back to now").click()
    page.locator('.turn:not(.chair)[data-answers^="t"]').first.locator("[data-thread]").click()
    assert 2 <= visible.count() < len(turns)
    page.get_by_role("link", name="Show all turns").click()
    turn = page.locator(".turn").nth(1)
    name = turn.get_attribute("id")
    turn.locator("[data-reply]").click()
    expect(page.locator("#ask-to")).to_be_visible()
    page.locator("#ask-words").fill("Who denies it?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".turn.reader")).to_have_attribute("data-answers", name)
    page.get_by_role("link", name="What is missing?").click()
    expect(page.locator("#ask-words")).to_have_value("What is missing?")


def test_scripts_and_links_show_the_same_thread(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    turns = site.newsroom.convener.open(site.story).turns
    for name in [turn.id for _, turn in turns][::3]:
        page.goto(f"{site.page}/room?thread={name}")
        shown = page.locator(".turn:visible").evaluate_all("all => all.map((turn) => turn.id)")
        assert set(shown) == talk.thread(turns, name) & {turn.id for _, turn in turns}


def test_two_browsers_see_the_same_room(opened, site):
    first, second = (opened(site.page + "/room") for _ in range(2))
    second.locator("#ask-words").fill("Who denies it?")
    second.get_by_role("button", name="Say it").click()
    expect(first.locator(".turn.reader")).to_have_count(1)
    everything_said(first, site)
    everything_said(second, site)
    for script in ("all => all.map((turn) => turn.id)", "all => all.map((turn) => turn.innerText)"):
        assert first.eval_on_selector_all(".turn", script) == second.eval_on_selector_all(".turn", script)
    assert numbers(first) == list(range(1, len(numbers(first)) + 1))


def test_a_line_that_breaks_is_taken_up_where_it_was_left(opened, store):
    """The server ends in mid-room and another one takes its place: no turn is lost, none comes twice."""
    with Newsroom(rules_alone(store)) as newsroom:
        with serving(newsroom, pace=0.4) as site:
            page = opened(site.page + "/room")
            expect(page.locator(".turn").nth(2)).to_be_visible()
            port = int(site.url.rpartition(":")[2])
        expect(page.locator("#room-state")).to_contain_text("The line is down")
        seen = numbers(page)
    with Newsroom(rules_alone(store)) as newsroom, serving(newsroom, port=port) as site:
        everything_said(page, site)
        after = numbers(page)
    assert len(seen) < len(after)
    assert after == list(range(1, len(after) + 1))


def test_what_nobody_answered_is_listed_and_marked(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    unanswered = site.newsroom.convener.open(site.story).unanswered
    assert unanswered
    links = page.locator("#room-open a")
    expect(links).to_have_count(len(unanswered))
    assert {link.get_attribute("href")[1:] for link in links.all()} == set(unanswered)
    marked = page.locator(".turn:has(.open:visible)").evaluate_all("all => all.map((turn) => turn.id)")
    assert set(marked) == set(unanswered)
    page.reload()
    expect(links).to_have_count(len(unanswered))


def test_lenses_threads_and_replay_show_a_part_and_the_address_keeps_it(opened, site):
    page = opened(site.page + "/room")
    all_of_them = everything_said(page, site)
    visible = page.locator(".turn:visible")
    page.locator(".lenses").get_by_role("link", name="Evidence").click()
    assert set(visible.evaluate_all("all => all.map((t) => t.dataset.lens)")) == {"Evidence"}
    assert "lens=Evidence" in page.url
    page.reload()
    assert set(visible.evaluate_all("all => all.map((t) => t.dataset.lens)")) == {"Evidence"}
    page.locator(".lenses").get_by_role("link", name="All").click()
    expect(visible).to_have_count(all_of_them)
    page.locator('[data-replay="3"]').click()
    expect(visible).to_have_count(3)
    page.get_by_role("link", name="One on").click()
    expect(visible).to_have_count(4)
    page.get_by_role("link", name="One back").click()
    page.get_by_role("link", name="Back to now").click()
    expect(visible).to_have_count(all_of_them)
    answering = page.locator('.turn:not(.chair)[data-answers^="t"]').first
    answering.locator("[data-thread]").click()
    assert 2 <= visible.count() < all_of_them
    page.get_by_role("link", name="Show all turns").click()
    expect(visible).to_have_count(all_of_them)


def test_keys_go_from_turn_to_turn(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    at = "document.activeElement.dataset.n"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(at) == "2"
    page.keyboard.press("k")
    assert page.evaluate(at) == "1"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "ask-words"
    page.keyboard.press("j")
    expect(page.locator("#ask-words")).to_have_value("j")


def test_a_deep_link_to_a_turn_finds_it(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    link = page.locator(".turn-number").nth(4)
    turn = link.get_attribute("href")
    page.goto("about:blank")
    page.goto(site.page + "/room" + turn)
    expect(page.locator(".turn:target .turn-number")).to_have_text("5")


def test_the_pages_of_a_report_show_where_the_words_stand(opened, quiet_site):
    page = opened(quiet_site.page)
    page.locator('.q[href*="/documents/4?"] .n').first.click()
    page.get_by_role("link", name="Show in the document").click()
    assert page.locator(".sheet[open] .box-now").count() > 0


# ── for everybody ──

PAGES = {
    "desk": "/",
    "desk without": "/?q=nothing+of+the+kind",
    "story": "/stories/{story}",
    "story filtered": "/stories/{story}?q=merrowby&sort=origins",
    "story apart": "/stories/{story}?outlet=9",
    "article": "/stories/{story}/documents/6",
    "report": "/stories/{story}/documents/4?at=3276-3384",
    "changes": "/stories/{story}/changes",
    "no page": "/nothing",
}


def faults(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} ({len(v['nodes'])})" for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened, quiet_site, name, scheme):
    page = opened(quiet_site.url + PAGES[name].format(story=quiet_site.story), color_scheme=scheme)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_room(opened, site, scheme, width):
    page = opened(site.page + "/room", color_scheme=scheme, width=width, reduced_motion="reduce")
    everything_said(page, site)
    page.locator("#ask-words").fill("It was a dragon. Who else measured this?")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".turn.reader")).to_have_count(1)
    page.locator(".turn .q .n").first.click()
    expect(page.locator("#panel .now").first).to_be_visible()
    page.locator("[data-replay='4']").evaluate("e => e.click()")
    page.wait_for_timeout(1000)
    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_page_scrolls_sideways(opened, quiet_site, width):
    page = opened(quiet_site.url + "/", width=width)
    for path in [*PAGES.values(), "/stories/{story}/room"]:
        page.goto(quiet_site.url + path.format(story=quiet_site.story))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_all_that_can_be_clicked_in_the_room_can_be_reached_by_keyboard(opened, site):
    page = opened(site.page + "/room")
    everything_said(page, site)
    reached = set()
    for _ in range(600):
        page.keyboard.press("Tab")
        at = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if at in reached:
            break
        reached.add(at)
    wanted = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap((e, i) => e.matches('a[href], button, textarea, "
        "input:not([type=hidden]):not([type=radio])') && e.getClientRects().length ? [i] : [])"
    )
    assert set(wanted) <= reached


# ── hostile words ──


@pytest.mark.parametrize("first", range(4))
def test_nothing_in_a_story_runs_on_any_page(opened, first):
    evil = " ".join(HTML[first::4])
    with shelved(reading(evil)) as newsroom, serving(newsroom) as site:
        page = opened(site.url + "/")
        for path in ("/", "/stories/s1", "/stories/s1?q=%3Cscript%3E", "/stories/s1/changes?since=2031-05-05T00:00Z"):
            assert page.goto(site.url + path).status == 200, path
            assert page.locator("main").count() == 1
        for number in range(1, 7):
            page.goto(f"{site.url}/stories/s1/documents/{number}?at=0-12")
            assert page.locator("mark:target, mark").count() > 0
        page.goto(site.url + "/stories/s1")
        page.locator("main .q .n").first.click()
        expect(page.locator("#panel .now").first).to_be_visible()
        page.goto(site.url + "/stories/s1/room")
        everything_said(page, site)
        page.locator("#ask-who").fill(HTML[first][:60])
        page.locator("#ask-words").fill(("It is not so. " + evil).replace("\0", "")[:1900])
        page.get_by_role("button", name="Say it").click()
        expect(page.locator(".turn.reader")).to_have_count(1)
        page.locator(".turn .q .n").last.click()
        expect(page.locator("#panel .now").first).to_be_visible()
        page.reload()
        expect(page.locator(".turn.reader")).to_have_count(1)
        assert page.happened == []
        assert page.locator("iframe, object, embed, base, img, meta[http-equiv]").count() == 0
        assert page.locator("script").count() == 3
        assert page.locator("form").evaluate_all("all => all.every((form) => new URL(form.action).origin === origin)")


def test_an_injected_script_would_not_run(opened, quiet_site):
    page = opened(quiet_site.page)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(1)'}))")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p hx-on:click=\"alert(1)\" id=evil>x</p>')")
    page.evaluate("htmx.process(document.body)")
    page.locator("#evil").click()
    page.wait_for_timeout(100)
    assert "dialog" not in page.happened
    assert any("Content Security Policy" in said for said in page.happened)


def test_a_page_of_another_site_cannot_read_post_or_frame(opened, site, quiet_site):
    """Another origin on this very machine, which is as near as another site can come."""
    page = opened(quiet_site.url + "/nothing")
    path = f"{site.page}/room"
    tried = page.evaluate(
        """async (path) => {
          const form = new URLSearchParams({words: 'Who denies it?'});
          const tries = [[path, {}], [path, {method: 'POST', body: form, mode: 'no-cors'}],
                         [path.replace('/stories', '/api/stories'), {mode: 'cors'}]];
          const seen = [];
          for (const [url, how] of tries) seen.push(await fetch(url, how).then((a) => a.type, () => 'failed'));
          return seen;
        }""",
        path,
    )
    assert tried == ["failed"] * 3  # our own policy lets a page of ours speak to nobody else
    assert site.newsroom.convener.open(site.story).turns == ()
