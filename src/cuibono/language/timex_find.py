"""Which of the grammar's matches are time expressions: overlaps resolved, look-alikes left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from cuibono.language.quantity_targets import is_plural
from cuibono.language.quantity_words import LABELS
from cuibono.language.timex_days import month_before
from cuibono.language.timex_grammar import STARTS, Hit, rules, worth_trying

_WORD_BEFORE = re.compile(r"([\w'’.$€£%-]+)[\s,(“\"]*$")
_WORD_BEHIND = re.compile(r"[^\S\n]*\n?[^\S\n]*([\w'’-]+)")
_NEXT_CAPITAL = re.compile(r"[^\S\n][A-Z][a-z]")
_FEASTS = frozenset("black good super ash bloody palm cyber easter giving fat ruby holy casual freaky".split())
_TITLES = frozenset("times telegraph mirror mail express post herald independent magazine tribune review".split())
_BEFORE_DATE = frozenset(
    "in since until till by of from through throughout during last next this late early mid before after between "
    "to and or for on around about past every each following previous starting beginning ending ended effective as at "
    "coming again, the later a an that".split()
)
_BEFORE_SEASON = frozenset("in by of since until during for this last next through over after before the".split())
_BEFORE_SPAN = frozenset(
    "for in within after over about than nearly almost of took lasted spent takes last just only barely under to "
    "roughly approximately around every during every least most past once".split()
)
_AMOUNT_BEFORE = re.compile(
    r"[0-9][\w.,]*\W+(?:\w+\W+){0,3}$|\b(?:million|billion|thousand|hundred|times|dozens?|once|twice)\W+(?:\w+\W+){0,3}$"
)
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_AFTER_DAY = frozenset(
    "and or at in on by for to from with after before until when as but if of that which while because where is was "
    "will would has had they he she it we i you the a an his her their".split()
)
_BEFORE_FEAST = frozenset("at before after since by until till last next this around over during for".split())
_AFTER_NOUN = frozenset(
    "of is was in for and or but away with that which will would can could may might when if as to".split()
)


@lru_cache(maxsize=1024)  # one entry a document: what is found does not depend on the anchor
def hits(text: str) -> tuple[Hit, ...]:
    """Time expressions of a text, left to right, none overlapping another; the longest wins, then the earlier rule."""
    found: list[tuple[int, int, int, Hit]] = []
    ends = [0] * len(rules())  # of the last match of each rule: the next one lies behind it
    for place in STARTS.finditer(text):
        at = place.start()
        for rule in worth_trying(place.group()):
            match = rule.pattern.match(text, at)
            if match is None or at < ends[rule.rank]:
                continue
            ends[rule.rank] = match.end()
            start, end = match.span("core") if "core" in rule.pattern.groupindex else match.span()
            hit = Hit(start, end, rule.name, match)
            if end > start and not _is_trap(text, hit):
                found.append((start, end, rule.rank, replace(hit, rule="rate") if _is_rate(text, hit) else hit))
    found.sort(key=lambda item: (item[0] - item[1], item[0], item[2]))
    chosen: list[Hit] = []
    starts: list[int] = []
    for start, end, _, hit in found:
        at = bisect_left(starts, end)
        if at and chosen[at - 1].end > start:
            continue
        chosen.insert(at, hit)
        starts.insert(at, start)
    return tuple(chosen)


def _before(text: str, hit: Hit) -> str:
    match = _WORD_BEFORE.search(text, max(0, hit.start - 40), hit.start)
    return match[1] if match and "\n\n" not in match[0] else ""


def _behind(text: str, hit: Hit) -> str:
    match = _WORD_BEHIND.match(text, hit.end)
    return match[1] if match else ""


def _is_trap(text: str, hit: Hit) -> bool:
    if hit.end < len(text) and (text[hit.end].isalnum() and text[hit.end - 1].isalnum()):
        return True
    check = _CHECKS.get(hit.rule)
    return check(text, hit) if check else False


def _names_wrongly(_: str, hit: Hit) -> bool:
    """A month or weekday that is another word: in lower case, or part of a name."""
    groups = hit.match.groupdict()
    for name in ("month", "weekday"):
        written = groups.get(name)
        if not written or written[0].isupper():
            continue
        full = written.rstrip(".").lower()
        if full in {"may", "march", "mar", "sat", "sun", "wed", "mon", "dec", "sep", "jan"} or not (
            groups.get("day") or groups.get("year") or groups.get("rel") or name == "weekday"
        ):
            return True
    return False


def _month(text: str, hit: Hit) -> bool:
    if _names_wrongly(text, hit):
        return True
    if hit.group("rel") or hit.group("mod"):
        return (
            hit.group("rel") in {"last", "next"} and hit.group("month") == "may" and not hit.match["month"][0].isupper()
        )
    before, month = _before(text, hit).lower(), hit.group("month")
    if month.rstrip(".") in _SHORT_MONTHS:
        return before not in _BEFORE_DATE  # "Jan", "Mar": names and words
    if month in {"may", "march"} and before not in _BEFORE_DATE:
        return True
    return bool(_NEXT_CAPITAL.match(text, hit.end)) and before not in _BEFORE_DATE


def _weekday(text: str, hit: Hit) -> bool:
    return _names_wrongly(text, hit) or _before(text, hit).lower() in _FEASTS or _behind(text, hit).lower() in _TITLES


def _season(text: str, hit: Hit) -> bool:
    if hit.group("year") or hit.group("deixis"):
        return False
    season, behind = hit.group("season"), _behind(text, hit).lower()
    if season in {"fall", "spring"} and behind in {
        "of",
        "in",
        "from",
        "into",
        "to",
        "for",
        "by",
        "water",
        "up",
        "break",
    }:
        return behind in {"of", "from", "into", "to", "water", "up"} or not hit.group("rel")
    if hit.group("rel") or hit.group("mod"):
        return False
    if not hit.match[0].lower().startswith("the"):
        return _before(text, hit).lower() not in {"in", "by", "until", "since", "of"} or season == "fall"
    return _before(text, hit).lower() not in _BEFORE_SEASON


def _year(text: str, hit: Hit) -> bool:
    if hit.group("mod") or hit.match[0].lower().startswith("the year"):
        return False
    before, behind = _before(text, hit).lower(), _behind(text, hit).lower()
    if (
        hit.start
        and text[hit.start - 1] in "-–#/§.:'’"
        and (text[hit.start - 1] in "#§:.'’" or text[hit.start - 2].isdigit())
    ):
        return True
    if text[hit.end : hit.end + 1] in {"-", "–", ":"} and text[hit.end + 1 : hit.end + 2].isdigit():
        return True
    if before.rstrip(".") in LABELS or before in {
        "than",
        "nearly",
        "least",
        "some",
        "approximately",
        "roughly",
        "us",
        "u.s.",
    }:
        return True
    if (before in {"about", "around", "over", "to", "of", "by"} and is_plural(behind)) or behind in {
        "people",
        "feet",
        "miles",
        "km",
    }:
        return True
    return not 1900 <= int(hit.group("year")) <= 2100 and before not in _BEFORE_DATE  # noqa: PLR2004 - the years that news names freely


def _time(text: str, hit: Hit) -> bool:
    clock = hit.group("clock")
    if re.search(r"[ap]\.? ?m|noon|mid|clock|in the", clock) or hit.group("zone"):
        return False
    if ":" not in clock:
        return False
    before = _before(text, hit).lower()
    return before not in {
        "at",
        "by",
        "from",
        "until",
        "till",
        "around",
        "about",
        "before",
        "after",
        "since",
        "and",
        "to",
    }


def _quarter(_: str, hit: Hit) -> bool:
    groups = hit.match.groupdict()
    dated = any(groups[name] for name in ("own", "of", "year", "deixis", "fiscal"))
    if groups["kind"].lower() == "half":
        return not dated
    if hit.group("which") in {"final", "same"}:
        return not dated
    return False


def _quarter_code(_: str, hit: Hit) -> bool:
    groups = hit.match.groupdict()
    return bool(groups["code"]) and not groups["code"][0].isupper()


def _span_of(_: str, hit: Hit) -> bool:
    rel, unit = hit.group("rel"), hit.group("unit")
    if hit.group("number"):
        return not unit.endswith("s") and unit != "century"
    if rel in {"first", "opening", "final", "latest", "early", "following", "preceding"}:
        return True
    return not unit.endswith(("s", "ies"))


def _duration(text: str, hit: Hit) -> bool:
    number, unit = hit.group("number"), hit.group("unit")
    joint = hit.match["joint"]
    if (
        unit.startswith("second")
        and (number in {"one", "a", "half a", "a few"} or not unit.endswith("s"))
        and "-" not in joint
    ):
        return True
    if unit == "quarter" or (unit == "quarters" and number == "three"):
        return True
    if number == "one" and unit in {"day", "night"} and joint != "-":
        return _before(text, hit).lower() not in _BEFORE_SPAN
    if "-" not in joint and not unit.endswith("s") and number not in {"one", "half a", "half an", "1"}:
        return not re.search(r"\s(?:old|long)\b", text[hit.end : hit.end + 5]) and unit not in {"year", "day"}
    return hit.group("old") == "old" or bool(re.match(r"(?:-|\s)old\b", text[hit.end : hit.end + 4]))  # an age


def _duration_a(text: str, hit: Hit) -> bool:
    unit, number = hit.group("unit"), hit.group("number")
    if number not in {"a", "an"}:
        return False
    if unit == "quarter" or _behind(text, hit).lower() in {"ago", "old"}:
        return True
    before = _before(text, hit).lower()
    if before in _BEFORE_SPAN or hit.group("qualified"):
        return False
    return not _AMOUNT_BEFORE.search(text, max(0, hit.start - 40), hit.start)


def _is_rate(text: str, hit: Hit) -> bool:
    """Whether "a year" tells how often so much comes: "$33 million a year", where "for a year" tells how long."""
    if hit.rule != "duration_a" or hit.group("qualified") or _before(text, hit).lower() in _BEFORE_SPAN:
        return False
    return _AMOUNT_BEFORE.search(text, max(0, hit.start - 40), hit.start) is not None


def _the_unit(text: str, hit: Hit) -> bool:
    unit = hit.group("unit")
    before = _before(text, hit).lower()
    if unit in {"quarter", "weekend", "full year"}:
        return unit == "quarter" and before not in {"in", "for", "during", "of", "from", "throughout", "over"}
    return before not in {"for", "in", "during", "this", "ended", "over"} or (unit == "year" and before == "this")


def _rel_unit(_: str, hit: Hit) -> bool:
    unit, rel = hit.group("unit"), hit.group("rel")
    if unit == "period":
        return rel not in {"the latest", "the current"}
    if unit == "half":
        return True
    if unit == "day":
        return (
            rel in {"last", "the last", "this", "past", "the past", "current", "the current", "coming", "that"}
            and rel != "that"
        )
    return rel == "that" and unit in {"half", "period", "decade", "century"} and unit != "decade"


def _long(text: str, hit: Hit) -> bool:
    return hit.match[0].lower().endswith("old") or (hit.start > 0 and text[hit.start - 1] == "-")


def _set(text: str, hit: Hit) -> bool:
    return hit.match[0][0].isupper() and bool(_NEXT_CAPITAL.match(text, hit.end))


def _slashed(_: str, hit: Hit) -> bool:
    first, second = int(hit.match["first"]), int(hit.match["second"])
    return not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12  # noqa: PLR2004 - days and months


def _past(text: str, hit: Hit) -> bool:
    return hit.group("ref") == "the past" and is_plural(_behind(text, hit).lower())


def _soon(text: str, hit: Hit) -> bool:
    ref, before, behind = hit.group("ref"), _before(text, hit).lower(), _behind(text, hit).lower()
    if ref == "soon":
        return before == "as" or behind in {"after", "afterwards", "before"}
    if ref == "shortly":
        return behind in {"after", "before", "afterwards"}
    return ref == "future" and (hit.match[0][0].isupper() or (behind.islower() and behind not in _AFTER_NOUN))


def _present(text: str, hit: Hit) -> bool:
    ref, written = hit.group("ref"), hit.match["ref"]
    if ref == "now":
        return written.isupper() or _behind(text, hit).lower() == "defunct"
    return ref == "this time" or (ref == "current" and _behind(text, hit).lower() in {"account", "affairs"})


def _each(_: str, hit: Hit) -> bool:
    return hit.group("unit") in {"second", "seconds", "quarters"}


def _day_behind(text: str, hit: Hit) -> bool:
    behind = _behind(text, hit).lower()
    return month_before(hit) is None or is_plural(behind) or behind in {"percent", "million", "billion", "people"}


def _day_alone(text: str, hit: Hit) -> bool:
    """An ordinal before what it counts: "on the 21st floor"."""
    behind = _behind(text, hit).lower()
    return bool(behind) and text[hit.end : hit.end + 1].isspace() and behind not in _AFTER_DAY


def _weekday_off(text: str, hit: Hit) -> bool:
    return _names_wrongly(text, hit) or _behind(text, hit).lower() in _TITLES


def _holiday(text: str, hit: Hit) -> bool:
    """Easter alone where no feast is meant: "Easter eggs", "Easter Island"."""
    if not hit.match["holiday"][0].isupper():
        return True
    return (
        hit.group("holiday") == "easter" and _before(text, hit).lower() not in _BEFORE_FEAST and not hit.group("year")
    )


def _era(_: str, hit: Hit) -> bool:
    groups = hit.match.groupdict()
    return not (groups["mark"] or groups["mark2"]).isupper()


def _duration_joint(text: str, hit: Hit) -> bool:
    """Two expressions: "a year and two days ago", "one week and three days later", "two years and 10-day"."""
    return _behind(text, hit).lower() in {"ago", "earlier", "later", "old", "from"}


def _year_short(text: str, hit: Hit) -> bool:
    """A closing quotation mark before a number, and anything else that no word leads to as to a year."""
    return _before(text, hit).lower() not in _BEFORE_DATE or not text[hit.start - 1].isspace()


_CHECKS = {
    "year_short": _year_short,
    "day_before": _names_wrongly,
    "day_behind": _day_behind,
    "day_alone": _day_alone,
    "nth_of": _names_wrongly,
    "weekday_off": _weekday_off,
    "holiday": _holiday,
    "era": _era,
    "duration_joint": _duration_joint,
    "month_day": _names_wrongly,
    "day_month": _names_wrongly,
    "month_year": _names_wrongly,
    "week_of": _names_wrongly,
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "year": _year,
    "time": _time,
    "quarter": _quarter,
    "quarter_code": _quarter_code,
    "span_of": _span_of,
    "duration": _duration,
    "duration_a": _duration_a,
    "duration_long": _long,
    "the_unit": _the_unit,
    "rel_unit": _rel_unit,
    "set": _set,
    "slashed": _slashed,
    "past": _past,
    "future": _soon,
    "present": _present,
    "each": _each,
}
