"""Thread exports in JSON: trees of comments (Hacker News, Reddit, forums) and flat lists of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cuibono.core.errors import UnreadableInput
from cuibono.core.news import Capture
from cuibono.core.text import Document, Kind, Notice, Role
from cuibono.core.times import Stamp
from cuibono.readers.article import json_values
from cuibono.readers.decode import decode
from cuibono.readers.finish import Head, finish, web_address
from cuibono.readers.layout import Part, Run
from cuibono.readers.limits import DEFAULT, Limits, check_size
from cuibono.readers.markup import looks_like_markup, parts_of_markup
from cuibono.readers.stamps import epoch, stamp
from cuibono.readers.thread import cut_off

# The names that exports give their fields; the first that is there counts.
_BY = ("by", "author", "user", "username", "user_name", "from", "sender", "name", "display_name", "role")
_WORDS = ("text", "comment_text", "body", "content", "message", "comment", "selftext", "story_text")
_AT = ("created_at", "time", "timestamp", "date", "created", "created_utc", "at", "ts", "published", "datetime")
_BELOW = ("children", "replies", "comments", "kids", "messages", "turns", "posts", "items", "thread", "hits", "data")
_PARENT = ("parent", "parent_id", "replies_to", "reply_to", "in_reply_to", "in_reply_to_id", "replyTo")
_ID = ("id", "objectID", "_id", "message_id", "name")
_DELETED = frozenset(("[deleted]", "[removed]", "[flagged]", "[dead]"))
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Message:
    """One record of the export, where it stands, and the record it stands under (index into the list)."""

    record: Mapping[str, object]
    parent: int | None
    depth: int


class MessagesReader:
    """Discussion threads as JSON."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        """Read no more than the limits allow."""
        self._limits = limits

    def read(self, capture: Capture) -> tuple[Document, ...]:
        """One document a thread: title of the root, then one block a contribution; deleted ones are left out.

        Raises:
            UnreadableInput: no contribution has words.
        """
        check_size(capture, self._limits.text_bytes)
        decoded = decode(capture)
        values = json_values(capture, decoded.text)
        messages = list(_messages(values[0] if len(values) == 1 else values, self._limits.depth))
        titled = next((each.record for each in messages if _string(each.record, ("title", "story_title"))), {})
        parts, notices = _parts(messages)
        if not parts:
            raise UnreadableInput(f"{capture.location}: no message of the thread has words")
        outside = web_address(_string(titled, ("url",)))
        head = Head(
            title=_string(titled, ("title", "story_title")),
            url=web_address(capture.location),
            outlet=_string(titled, ("site", "site_name", "forum", "subreddit_name_prefixed", "community")),
            authors=(by,) if (by := _by(titled)) else (),
            published=_at(titled) or min((p.at for p in parts if p.at), default=None, key=lambda each: each.at),
            tags=(("discusses", outside),) if outside else (),
        )
        return (finish(capture, Kind.THREAD, head, parts, notices=[*decoded.notices, *notices]),)


def is_thread(value: object) -> bool:
    """Whether a JSON value holds at least two contributions with words and somebody who made them, and no articles."""
    spoken = 0
    nested = False
    for message in _messages(value, DEFAULT.depth):
        record = message.record
        below = any(isinstance(record.get(name), list) for name in _BELOW)
        if message.parent is None and not below and _string(record, ("title", "headline")) and _string(record, _WORDS):
            return False  # an article: words and title, and nothing below it
        nested = nested or message.parent is not None
        spoken += bool(_string(record, _WORDS) and (_by(record) or message.parent is not None))
        if spoken >= _FEWEST:
            return True
    return bool(spoken and nested)


def _messages(value: object, deepest: int) -> Iterator[_Message]:
    """Every record that is, or may be, a contribution: depth first, as the export orders them."""
    stack: list[tuple[object, int | None, int]] = [(value, None, 0)]
    count = 0
    while stack:
        item, parent, depth = stack.pop()
        if depth > deepest:
            continue
        if isinstance(item, list):
            stack += [(each, parent, depth) for each in reversed(item) if isinstance(each, dict | list)]
        elif isinstance(item, dict):
            here = parent
            inner = item.get("data")
            record = inner if isinstance(inner, dict) and ("kind" in item or "body" in inner) else item
            if any(name in record for name in _WORDS) or "title" in record:
                yield _Message(record, parent, depth)
                here = count
                count += 1
            below = [record[name] for name in _BELOW if isinstance(record.get(name), dict | list)]
            if not below and here == parent:  # a wrapper: look inside, e.g. {"item": {...}} or {"8863": {...}}
                below = [each for each in record.values() if isinstance(each, dict | list)]
            stack += [(each, here, depth + 1) for each in reversed(below)]


def _parts(messages: list[_Message]) -> tuple[list[Part], list[Notice]]:
    parts: list[Part] = []
    notices: list[Notice] = []
    part_of: dict[int, int] = {}  # message -> part
    ids = {_id(each.record): at for at, each in reversed(list(enumerate(messages))) if _id(each.record)}
    for at, each in enumerate(messages):
        words = _string(each.record, _WORDS)
        if not words.strip() or words.strip() in _DELETED:
            continue
        runs = _runs(words)
        parent = each.parent
        if parent is None:
            named = next(
                (str(each.record[name]) for name in _PARENT if isinstance(each.record.get(name), str | int)), ""
            )
            parent = ids.get(named, ids.get(named.partition("_")[2]))  # Reddit: "t1_..."
        made = Part(runs, Role.TURN, _by(each.record) or None, _at(each.record), part_of.get(_spoken(parent, part_of)))
        if not made.text:
            continue
        part_of[at] = len(parts)
        if notice := cut_off(made.text, f"turn {len(parts) + 1}"):
            notices.append(notice)
        parts.append(made)
    return parts, notices


def _spoken(parent: int | None, part_of: Mapping[int, int]) -> int:
    """The message answered, -1 for none: a deleted one stays unanswered rather than lending its answers to another."""
    return parent if parent is not None and parent in part_of else -1


def _runs(words: str) -> tuple[Run, ...]:
    """A contribution is one block; its paragraphs become lines of it."""
    if not looks_like_markup(words) and "&" not in words:
        return (Run(words),)
    runs: list[Run] = []
    for item in parts_of_markup(words):
        runs += [Run("\n")] if runs else []
        runs += item.runs
    return tuple(runs) or (Run(""),)


def _string(record: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := record.get(name), str) and value.strip()), "")


def _by(record: Mapping[str, object]) -> str:
    for name in _BY:
        value = record.get(name)
        if isinstance(value, dict):
            value = _string(value, ("name", "display_name", "username", "login"))
        if isinstance(value, str) and value.strip() and value not in _DELETED:
            return value.strip()
    return ""


def _at(record: Mapping[str, object]) -> Stamp | None:
    for name in _AT:
        value = record.get(name)
        if isinstance(value, str) and (found := stamp(value)):
            return found
        if isinstance(value, int | float | str) and not isinstance(value, bool) and (found := epoch(value)):
            return found
    return None


def _id(record: Mapping[str, object]) -> str:
    return next((str(record[name]) for name in _ID if isinstance(record.get(name), str | int)), "")
