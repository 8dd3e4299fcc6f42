"""Which way a relative date points: the tense of the verb nearest to it in its sentence."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|[.!?;](?=\s)|\n\n")
_FUTURE = frozenset(
    "will 'll shall won't would could should might may must can due scheduled expected set planned plans plan "
    "planning expects expect intends intend hopes hope aims aim upcoming forthcoming coming deadline begin "
    "begins start starts expires expire takes take open opens reconvenes effective unless going tomorrow "
    "slated poised looming vows pledged seeks postponed wants want ahead await awaits awaiting".split()
)
_PAST = frozenset(
    "was were had did said says told came went took made began rose fell left got gave held sent saw found met "
    "won lost wrote spoke struck hit led shot killed became kept brought broke quit ran felt stood heard grew "
    "knew drew fled cut since has have been ago set".split()
) - {"set"}
_AUXILIARIES = frozenset("is are was were be been being".split())
_BE = frozenset(("be", "being"))
_NOT_PAST = frozenset(
    "united need speed indeed feed seed exceed proceed bed red hundred armed limited so-called".split()
)
# Promises and orders point ahead when an infinitive follows ("agreed to sell the unit in January").
_COMMIT = frozenset(
    "agreed decided promised offered ordered required urged asked threatened directed extended proposed "
    "committed obliged told called demanded needed wanted chose prepared began".split()
)
_DETERMINERS = frozenset("a an the its his her their still this that these those any some no".split())
_REACH = 14  # words looked at to either side


def direction(text: str, start: int, end: int) -> int:
    """1 where the words around point to the future, -1 to the past, 0 where nothing decides.

    The verb before is asked first ("was released on Friday", "will be released on Friday"), then the one behind.
    """
    left = [match[0].lower() for match in _WORD.finditer(text, max(0, start - 120), start)]
    way = 1 if _before_deadline(left) else _left(left)
    if way:
        return way
    before = ""
    for match in list(_WORD.finditer(text, end, min(len(text), end + 120)))[:_REACH]:
        word = match[0].lower()
        if word[0] in ".!?;\n":
            break
        if before not in _AUXILIARIES and (word == "set" or (word.endswith("ed") and word in _FUTURE)):
            return -1  # "on Friday the government planned", as against "is planned"
        if way := _way(word):
            return way
        before = word
    return 0


def _before_deadline(left: list[str]) -> bool:
    """Whether the words lead to a deadline: "by Friday", "until Friday", "as soon as Friday"; not "was not until"."""
    if left[-1:] == ["until"]:
        return not any(word in {"not", "wasn't", "wasn’t", "didn't", "didn’t"} for word in left[-4:])
    return left[-1:] == ["by"] or (left[-1:] == ["as"] and left[-2:-1] in (["soon"], ["early"]))


def _left(words: list[str]) -> int:
    for back, i in enumerate(range(len(words) - 1, -1, -1)):
        word = words[i]
        if word[0] in ".!?;\n" or back > _REACH:
            return 0
        if word.endswith("ed") and any(before in _BE for before in words[max(0, i - 2) : i]):
            if word in _FUTURE:
                return 1
            continue  # "will be released": the auxiliary decides
        if word.endswith("ed") and (word.startswith("un") or (i and words[i - 1] in _DETERMINERS)):
            continue  # "an unspecified date", "the proposed rule"
        if word in _COMMIT and "to" in words[i + 1 : i + 4]:
            return 1
        if way := _way(word):
            return way
    return 0


def _way(word: str) -> int:
    word = word.replace("’", "'")
    if word in _FUTURE or word.endswith("'ll"):
        return 1
    if word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST):  # noqa: PLR2004 - "need"
        return -1
    return 0
