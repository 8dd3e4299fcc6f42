"""Promise 6: as of T reads only what had been published by T."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.desk.asof import published_by

NOON = parse_stamp("2026-03-11T12:00").at


def doc(published: str | None, modified: str | None = None, name: str = "d1") -> Document:
    return Document(
        id=name,
        capture="c",
        kind=Kind.ARTICLE,
        text="Some words.",
        title=name,
        published=parse_stamp(published) if published else None,
        modified=parse_stamp(modified) if modified else None,
    )


def test_only_what_was_certainly_published_by_then_is_read():
    documents = [
        doc("2026-03-10", name="day before"),
        doc("2026-03-11T11:59", name="a minute before"),
        doc("2026-03-11", name="some time that day"),
        doc("2026-03-11T12:00", name="that minute"),
        doc(None, name="undated"),
        doc("2026-03-10", "2026-03-12", name="edited later"),
    ]
    kept, aside = published_by(documents, NOON)
    assert [d.id for d in kept] == ["day before", "a minute before"]
    assert {p.location for p in aside} == {"some time that day", "that minute", "undated", "edited later"}
    assert "undated" in next(p.message for p in aside if p.location == "undated")
    assert "edited" in next(p.message for p in aside if p.location == "edited later")


def test_a_thread_is_cut_before_its_first_later_turn():
    text = "One.\n\nTwo.\n\nThree."
    times = ("2026-03-11T09:00", "2026-03-11T13:00", "2026-03-11T10:00")
    places = ((0, 4), (6, 10), (12, 18))
    thread = replace(
        doc("2026-03-11T09:00"),
        kind=Kind.THREAD,
        text=text,
        blocks=tuple(Block(a, b, Role.TURN, "x", parse_stamp(t)) for (a, b), t in zip(places, times, strict=True)),
    )
    (cut,), aside = published_by([thread], NOON)
    assert not aside
    assert cut.text == "One."
    assert cut.find("One.") == thread.find("One.")


@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 23)), max_size=8), st.integers(1, 28))
def test_no_later_moment_ever_leaks(times, day):
    documents = [doc(f"2026-03-{d:02}T{h:02}:30", name=f"{i}") for i, (d, h) in enumerate(times)]
    moment = parse_stamp(f"2026-03-{day:02}").latest
    kept, aside = published_by(documents, moment)
    assert all(d.published and d.published.latest <= moment for d in kept)
    assert len(kept) + len(aside) == len(documents)
