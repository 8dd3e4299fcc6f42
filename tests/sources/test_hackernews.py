# ruff: noqa: E501 - items stand as they come
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from cuibono.core.errors import FetchError, NotBefore, SettingsError, UnreadableInput
from cuibono.core.text import Kind, Role


def hit(number, comments=2, created="2026-03-10T21:51:56.000Z", **more):
    return {
        "created_at": created,
        "title": f"Lock gate {number} fails",
        "url": "https://lisk.example/gate",
        "author": "maren",
        "points": 280,
        "story_text": None,
        "comment_text": None,
        "num_comments": comments,
        "objectID": str(number),
        "_tags": ["story", "author_maren", f"story_{number}"],
        "_highlightResult": {"title": {"value": "<em>Lock</em>", "matchedWords": ["lock"]}},
        **more,
    }


def comment(number, author, text, *children):
    return {
        "id": number,
        "created_at": "2026-03-10T22:00:00.000Z",
        "type": "comment",
        "author": author,
        "title": None,
        "url": None,
        "text": text,
        "points": None,
        "parent_id": 7,
        "story_id": 7,
        "options": [],
        "children": list(children),
    }


TREE = {
    "id": 7,
    "created_at": "2026-03-10T21:51:56.000Z",
    "created_at_i": 1773179516,
    "type": "story",
    "author": "maren",
    "title": "Lock gate 7 fails",
    "url": "https://lisk.example/gate",
    "text": None,
    "points": 280,
    "children": [
        comment(
            8,
            "osk",
            "I was there &#x27;til noon.<p>The gate did <i>not</i> move, and nobody of the authority came to look at it.",
            comment(9, None, None, comment(10, "tam", "Neither did ours.")),
        )
    ],
}


def serve(server, page, *hits):
    def search(connection, path):
        connection.sendall(page(json.dumps({"hits": list(hits), "nbHits": len(hits)}).encode()))

    class Any(dict):
        def get(self, path, default=None):
            return search if path.startswith("/search_by_date?") else super().get(path, default)

    server.pages = Any(server.pages)


def source(desk, server, **options):
    return desk.source("hackernews", query="lock gate", api=server.url(""), fallback=server.url("/fb"), **options)


def test_a_thread_comes_with_its_comments(server, page, desk):
    serve(server, page, hit(7))
    server.pages["/items/7"] = page(json.dumps(TREE).encode(), "Content-Type: application/json")
    (thread,) = desk.round(source(desk, server, points="10", comments="1"))
    assert thread.kind is Kind.THREAD
    assert (thread.title, thread.url) == ("Lock gate 7 fails", "https://news.ycombinator.com/item?id=7")
    assert str(thread.published) == "2026-03-10T21:51:56Z"
    assert thread.tags == (("discusses", "https://lisk.example/gate"),)
    first, second = [block for block in thread.blocks if block.role is Role.TURN]
    assert (first.by, second.by) == ("osk", "tam")
    assert thread.text[first.start : first.end].startswith("I was there 'til noon.\nThe gate did not move")
    assert second.replies_to is None  # the comment it answers was deleted
    assert str(first.at) == "2026-03-10T22:00:00Z"
    asked = parse_qs(urlsplit(server.requests[0].split()[1]).query)
    assert asked["query"] == ["lock gate"]
    assert asked["numericFilters"] == ["points>=10,num_comments>=1"]


def test_a_thread_is_read_again_when_it_has_grown(server, page, desk):
    server.pages["/items/7"] = page(json.dumps(TREE).encode())
    threads = source(desk, server)
    for comments, expected in ((20, 1), (21, 0), (20, 0), (40, 1), (40, 0)):
        serve(server, page, hit(7, comments))
        assert len(list(threads.fetch(None))) == expected, comments


def test_old_threads_and_odd_hits_are_left_out(server, page, desk):
    serve(
        server,
        page,
        hit(1, created="2026-03-01T00:00:00Z"),
        hit("../x"),
        hit(True),
        hit(None),
        {"objectID": {}},
        5,
        hit(2, 0),
    )
    assert list(source(desk, server).fetch(None)) == []
    assert len(server.requests) == 1


def test_items_are_put_together_where_the_tree_cannot_be_had(server, page, desk):
    serve(server, page, hit(7))
    items = {
        7: {"by": "maren", "id": 7, "kids": [8, 11, 12], "score": 3, "time": 1773179516, "title": "Lock gate 7 fails",
            "type": "story", "url": "https://lisk.example/gate"},
        8: {"by": "osk", "id": 8, "kids": [10], "parent": 7, "text": "The gate did not move.", "time": 1773180000, "type": "comment"},
        10: {"by": "tam", "id": 10, "parent": 8, "text": "Neither did ours.", "time": 1773180100, "type": "comment"},
        11: {"deleted": True, "id": 11, "parent": 7, "time": 1773180000, "type": "comment"},
    }  # fmt: skip
    server.pages.update({f"/fb/item/{number}.json": page(json.dumps(item).encode()) for number, item in items.items()})
    server.pages["/fb/item/12.json"] = page(b"null")
    server.pages["/items/7"] = page(b"down", status="500 x")
    (thread,) = desk.round(source(desk, server))
    assert (thread.title, thread.url) == ("Lock gate 7 fails", "https://news.ycombinator.com/item?id=7")
    first, second = [block for block in thread.blocks if block.role is Role.TURN]
    assert (first.by, second.by) == ("osk", "tam")
    assert thread.blocks[second.replies_to] == first
    assert thread.tags == (("discusses", "https://lisk.example/gate"),)


def test_a_comment_that_was_found_leads_to_its_thread(server, page, desk):
    serve(server, page, hit(8, None, title=None, story_id=7, comment_text="The gate", num_comments=None))
    server.pages["/items/7"] = page(json.dumps(TREE).encode())
    assert [document.title for document in desk.round(source(desk, server))] == ["Lock gate 7 fails"]


def test_a_circle_of_items_ends(server, page, desk):
    serve(server, page, hit(7))
    server.pages["/items/7"] = page(b"", status="404 x")
    item = {"by": "a", "id": 7, "kids": [7] * 50, "text": "round", "time": 1773180000, "type": "comment", "title": "T"}
    server.pages["/fb/item/7.json"] = page(json.dumps(item).encode())
    list(source(desk, server).fetch(None))
    assert len(server.requests) < 310


def test_a_thread_that_cannot_be_had_is_a_problem_and_comes_later(server, page, desk):
    serve(server, page, hit(7), hit(6))
    server.pages["/items/7"] = page(b"", status="500 x")
    server.pages["/items/6"] = page(json.dumps(TREE | {"id": 6}).encode())
    threads = source(desk, server)
    assert [document.url for document in desk.round(threads)] == ["https://news.ycombinator.com/item?id=6"]
    assert threads.problems[0].location == "https://news.ycombinator.com/item?id=7"
    assert [problem.message for problem in threads.problems] == [
        f"{server.url('/items/7')}: answers 500 (Internal Server Error)"
    ]
    server.pages["/items/7"] = page(json.dumps(TREE).encode())
    assert [document.url for document in desk.round(threads)] == ["https://news.ycombinator.com/item?id=7"]


def test_a_search_that_fails_is_an_error(server, page, desk):
    with pytest.raises(FetchError):
        list(source(desk, server).fetch(None))
    server.pages = type("All", (dict,), {"get": lambda *_: page(b"<html>sorry")})()
    with pytest.raises(UnreadableInput, match="no answer of the search"):
        list(source(desk, server).fetch(None))
    server.pages = type("All", (dict,), {"get": lambda *_: page(b"", "Retry-After: 99", status="429 x")})()
    with pytest.raises(NotBefore):
        list(source(desk, server).fetch(None))


def test_bad_options_are_named(desk):
    with pytest.raises(SettingsError, match="query is missing"):
        desk.source("hackernews")
    with pytest.raises(SettingsError, match="days: '0' should be a whole number from 1 to 36500"):
        desk.source("hackernews", query="x", days="0")
