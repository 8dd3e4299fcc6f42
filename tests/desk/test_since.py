"""What is new to somebody who looked before: from what was noticed, else from what stood then."""

from datetime import UTC, datetime, timedelta

from cuibono.core.watch import Noticed
from cuibono.desk.notice import KINDS
from cuibono.desk.since import ranked, since
from tests.export.desk import reading

THEN = datetime(2031, 6, 1, 8, tzinfo=UTC)


def noticed(kind, minutes=0):
    return Noticed(f"n{kind}{minutes}", "s1", "Story", THEN + timedelta(minutes=minutes), kind, kind, ())


def test_what_matters_most_comes_first_and_of_that_the_latest():
    found = [noticed("new document"), noticed("contradicted", 1), noticed("new claim"), noticed("contradicted", 2)]
    assert [(c.kind, c.at.minute) for c in ranked(found)] == [
        ("contradicted", 2),
        ("contradicted", 1),
        ("new claim", 0),
        ("new document", 0),
    ]
    assert ranked([noticed("of another version"), noticed(KINDS[-1])])[0].kind == KINDS[-1]


def test_what_was_noticed_is_told_without_comparing_anything():
    news = since(reading(), THEN, None, [noticed("new claim", 3), noticed("new claim", 4), noticed("edited")], THEN)
    assert news.counted == (("edited", 1), ("new claim", 2))
    assert news.reread is None


def test_a_story_that_was_not_read_again_has_nothing_new():
    news = since(reading(), THEN, None, [], THEN)
    assert (news.changes, news.reread) == ((), None)


def test_without_what_stood_then_nobody_can_say_what_changed():
    later = THEN + timedelta(hours=1)
    assert since(reading(), later, None, [], THEN).reread == later


def test_what_stood_then_is_held_against_what_stands_now():
    news = since(reading(), THEN + timedelta(hours=1), reading(), [], THEN)
    assert (news.changes, news.reread) == ((), None)
