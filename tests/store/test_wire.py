"""The desk's side of the store, on both databases: leases, what waits, changes and who was told, full text."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cuibono.core.errors import LeaseLost
from cuibono.core.news import Validator
from cuibono.core.watch import DESK, Noticed, Polled, Quote, Touched, Watched
from cuibono.store.sql import Store
from cuibono.stories.cluster import cluster
from tests.desk.test_place import ALL
from tests.desk.wire import capture as article
from tests.desk.wire import deliver, place_all, stories
from tests.desk.wire import read as read_article
from tests.store.samples import NOON, PAPER, WIRE, Ticks, capture, kept, make_reading, read, story_of

MINUTE = timedelta(minutes=1)


def watched(name="a", due=NOON):
    return Watched({"kind": "feed", "url": f"https://{name}.example/feed"}, 900.0, 50, due)


def change(name="n1", story="story1", at=NOON, kind="new claim", document=""):
    quotes = (Quote(document or "d1", 0, 4, "“ß”😀", "The Post", "https://p.example/", "after"),)
    return Noticed(name, story, "Cracks", at, kind, "not made before", quotes)


def test_a_source_keeps_how_it_fared_and_takes_its_new_pace(store):
    wire = store.wire
    first, second = watched("a"), watched("b", NOON + MINUTE)
    wire.watch([first, second, first])
    assert wire.sources() == (first, second)
    (leased,) = wire.lease_due(NOON, NOON + MINUTE, "us", {first.id, second.id}, 9)
    assert leased == first
    wire.settle("us", [Polled(first.id, NOON + 2 * MINUTE, 3, "503", NOON)])
    wire.watch([Watched(first.options, 60.0, 7, NOON)])
    known = {each.id: each for each in wire.sources()}[first.id]
    assert (known.every, known.quota) == (60.0, 7)
    assert (known.due, known.failures, known.error, known.polled) == (NOON + 2 * MINUTE, 3, "503", NOON)


def test_a_leased_source_is_nobody_elses_until_the_lease_runs_out(store, place):
    source = watched()
    store.wire.watch([source])
    until = NOON + 5 * MINUTE
    among = {source.id}
    assert store.wire.lease_due(NOON, until, "us", among, 9) == (source,)
    with Store(place, Ticks()) as other:
        assert other.wire.lease_due(NOON + MINUTE, until, "them", among, 9) == ()
        assert store.wire.renew(source.id, until + MINUTE, "us")
        assert other.wire.lease_due(until, until + MINUTE, "them", among, 9) == ()
        assert other.wire.lease_due(until + MINUTE, until + 9 * MINUTE, "them", among, 9) == (source,)
    assert not store.wire.renew(source.id, until, "us")
    store.wire.settle("us", [Polled(source.id, NOON + 99 * MINUTE)])
    assert store.wire.sources()[0].due == NOON, "who lost the lease has no say"
    store.wire.settle("them", [Polled(source.id, NOON + 9 * MINUTE)])
    assert store.wire.sources()[0].due == NOON + 9 * MINUTE


def test_only_the_given_sources_and_only_those_due_are_leased_the_longest_overdue_first(store):
    late, later, other = watched("a", NOON - MINUTE), watched("b"), watched("c", NOON - 9 * MINUTE)
    store.wire.watch([late, later, other])
    among = {late.id, later.id}
    assert store.wire.lease_due(NOON - MINUTE, NOON, "us", among, 9) == (late,)
    assert store.wire.lease_due(NOON, NOON + MINUTE, "us", among, 1) == (late,), "its lease ran out just now"
    assert store.wire.lease_due(NOON, NOON + MINUTE, "us", among, 9) == (later,)


def test_the_desk_is_worked_by_one_process(store):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us"), "renewed"
    assert not wire.lease(DESK, NOON, NOON + MINUTE, "them")
    assert wire.lease(DESK, NOON + MINUTE, NOON + 2 * MINUTE, "them"), "stolen when it ran out"
    with pytest.raises(LeaseLost), wire.placing("us"):
        pass
    with pytest.raises(LeaseLost):
        wire.take_in("us", "s", "c", [])
    with pytest.raises(LeaseLost):
        wire.publish("us", Touched("s", (), ()), None, ())
    wire.release(DESK, "us")
    assert not wire.lease(DESK, NOON + MINUTE, NOON + 2 * MINUTE, "us"), "only who holds it gives it back"
    wire.release(DESK, "them")
    assert wire.lease(DESK, NOON + MINUTE, NOON + 2 * MINUTE, "us")


def test_marks_of_what_a_list_no_longer_holds_go_after_a_month(tmp_path):
    now = [NOON]
    with Store(tmp_path / "marks.db", lambda: now[0]) as store:
        wire = store.wire
        for name in ("list#1", "list#2", "list#3"):
            wire.remember(name, Validator(name), "list")
        wire.remember("list", Validator("e"))  # the list's own
        wire.remember("other#1", Validator("e"), "other")

        def known():
            return {name for name in ("list", "list#1", "list#2", "list#3", "other#1") if wire.recall(name)}

        wire.listed("list", {"list#1", "list#2"})
        now[0] += timedelta(days=29)
        wire.listed("list", {"list#1"})
        assert known() == {"list", "list#1", "list#2", "list#3", "other#1"}, "gone for less than a month"
        now[0] += timedelta(days=2)
        wire.listed("list", {"list#1"})
        assert known() == {"list", "list#1", "list#2", "other#1"}
        wire.listed("list", {"list#1", "list#2"})  # it is back
        now[0] += timedelta(days=300)
        wire.listed("list", {"list#1"})
        assert known() == {"list", "list#1", "list#2", "other#1"}, "gone only since now, as far as anybody knows"
        wire.remember("list#2", Validator("new"), "list")
        now[0] += timedelta(days=31)
        wire.listed("list", {"list#1"})
        now[0] += timedelta(days=31)
        wire.listed("list", {"list#1"})
        assert known() == {"list", "list#1", "other#1"}


def test_marks_of_an_older_store_know_their_list(tmp_path):
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import text  # noqa: PLC0415

    from cuibono.store import migrate  # noqa: PLC0415
    from cuibono.store.database import open_database  # noqa: PLC0415

    old = open_database(tmp_path / "old.db", patience=1)
    feed = "https://a.example/feed"
    with old.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate._SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for url in (feed, f"{feed}#{'0' * 32}", f"{feed}#words", "channel:ear"):
            connection.execute(
                text("INSERT INTO validators (url, etag, modified) VALUES (:url, 'e', '')"), {"url": url}
            )
    old.close()
    now = [NOON]
    with Store(tmp_path / "old.db", lambda: now[0]) as store:
        for _ in range(2):
            store.wire.listed(feed, {"nothing that is known"})
            now[0] += timedelta(days=31)
        known = [url for url in (feed, f"{feed}#{'0' * 32}", f"{feed}#words", "channel:ear") if store.wire.recall(url)]
        assert known == [feed, f"{feed}#words", "channel:ear"]


def test_a_list_that_invents_names_does_not_fill_the_store(tmp_path, monkeypatch):
    monkeypatch.setattr("cuibono.store.rota._MOST_GONE", 10)
    now = [NOON]
    with Store(tmp_path / "marks.db", lambda: now[0]) as store:
        for turn in range(12):
            names = {f"list#{turn}-{number}" for number in range(4)}
            for name in names:
                store.wire.remember(name, Validator("x"), "list")
            store.wire.listed("list", names)
            now[0] += timedelta(hours=1)
        kept = [f"list#{t}-{n}" for t in range(12) for n in range(4) if store.wire.recall(f"list#{t}-{n}")]
        assert len(kept) <= 10 + 4
        assert {f"list#11-{n}" for n in range(4)} <= set(kept)


def test_validators_are_remembered(store):
    assert store.wire.recall("https://a.example/") is None
    store.wire.remember("https://a.example/", Validator('"1"', "Mon"))
    store.wire.remember("https://a.example/", Validator('W/"2"'))
    assert store.wire.recall("https://a.example/") == Validator('W/"2"')


def test_a_capture_waits_until_it_is_read_and_its_documents_until_they_are_placed(store):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    assert wire.receive("s", capture())
    assert not wire.receive("s", capture()), "it waits already"
    assert wire.counts() == (1, 0)
    ((found, source),) = wire.unread(9, 9)
    assert (found, source) == (capture(), "s")
    wire.take_in("us", "s", found.id, read(found))
    assert wire.counts() == (0, 1)
    assert not wire.receive("s", capture()), "its document waits"
    wire.take_in("us", "s", found.id, read(found))
    assert wire.counts() == (0, 1)
    assert wire.next_waiting(9, 9) == [read(found)[0].id]


def test_what_cannot_be_read_is_set_aside_with_its_reason(store):
    junk = capture("junk", "%junk")
    store.wire.receive("s", junk)
    store.wire.set_aside(junk.id, "junk")
    assert store.wire.counts() == (0, 0)
    assert [(each.location, each.problem) for each in store.wire.unreadable(9)] == [("junk", "junk")]
    assert not store.wire.receive("s", junk), "not tried again for ever"


def test_no_source_takes_more_than_its_turn(store):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    for number in range(20):
        wire.receive("big", capture(f"big{number}", f"{WIRE} {number}"))
    wire.receive("small", capture("small"))
    assert [source for _, source in wire.unread(3, 99)] == ["big", "small", "big", "big"]
    whole = capture("all", "\f".join(f"{WIRE} {number}" for number in range(30)))
    wire.receive("flood", whole)
    wire.take_in("us", "flood", whole.id, read(whole))
    wire.take_in("us", "small", capture("small").id, read(capture("small")))
    assert len(wire.next_waiting(5, 99)) == 6
    assert len(wire.next_waiting(5, 2)) == 2


def test_changes_are_noted_once_and_come_back_whole(store):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    done = Touched("story1", (), ())
    assert wire.publish("us", done, None, [change()]) == (change(),)
    assert wire.publish("us", done, None, [change(at=NOON + MINUTE), change("n2", at=NOON + MINUTE)]) == (
        change("n2", at=NOON + MINUTE),
    )
    assert [each.id for each in wire.changes()] == ["n2", "n1"]
    assert wire.changes(NOON) == (change("n2", at=NOON + MINUTE),)
    assert wire.changes(story="story")[1] == change()
    assert wire.changes(story="other") == ()


def test_a_change_is_claimed_once_and_told_once(store, place):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    wire.publish("us", Touched("story1", (), ()), None, [change(), change("n2", kind="edited")])
    kinds = {"new claim"}
    assert [each.id for each in wire.untold("mail", NOON, kinds, 9)] == ["n1"]
    assert wire.untold("mail", NOON + MINUTE, kinds, 9) == ()
    assert wire.claim("mail", ["n1"]) == ("n1",)
    with Store(place, Ticks()) as other:
        assert other.wire.claim("mail", ["n1"]) == ()
        assert other.wire.claim("hook", ["n1"]) == ("n1",), "another channel"
    assert wire.untold("mail", NOON, kinds, 9) == ()
    assert wire.unsure() == 2
    wire.settled("mail", ["n1"], told_of=True)
    wire.settled("hook", ["n1"], told_of=False)
    assert wire.unsure() == 0
    assert wire.untold("mail", NOON, kinds, 9) == ()
    assert wire.untold("hook", NOON, kinds, 9) == (change(),)
    wire.settled("mail", ["n1"], told_of=False)
    assert wire.untold("mail", NOON, kinds, 9) == (), "what was told stays told"


def test_a_new_reading_stands_in_place_of_the_old_ones_and_a_story_that_is_no_more_goes(store):
    wire = store.wire
    assert wire.lease(DESK, NOON, NOON + MINUTE, "us")
    old = story_of(store, "old")
    documents = old.record.story.documents
    reading = make_reading(*documents, name="new")
    wire.publish("us", Touched("new", ("old",), ()), reading, [], due=NOON)
    assert [each.id for each in store.stories()] == ["new"]
    assert wire.run_out(NOON - MINUTE, 9) == ()
    assert wire.run_out(NOON, 9) == ("new",)
    passed = replace(change(), quotes=())
    assert wire.ticked("us", "new", [passed], None) == (passed,)
    assert wire.run_out(NOON, 9) == ()
    assert list(store.verify(read)) == []


def test_words_are_found_in_documents_and_claims(store):
    reading = story_of(store)
    wire, paper = reading.record.story.documents
    assert [each.id for each in store.wire.documents_with("inspector", 9)] == [wire.id], "stems match"
    assert [each.id for each in store.wire.documents_with("crumbling denied", 9)] == [paper.id], "title and text"
    assert store.wire.documents_with('"dam nine"', 9) == ()
    assert {each.id for each in store.wire.documents_with('"nine cracks"', 9)} == {wire.id, paper.id}
    (claim,) = store.wire.claims_with("crack dam", 9)
    assert (claim.claim, claim.story, claim.quote) == ("c1", "story1", "at least nine cracks in the Orlo dam")
    assert store.wire.stories_of([wire.id])[wire.id] == ("story1", "Cracks in a dam")
    store.put(reading)
    assert len(store.wire.claims_with("crack", 9)) == 1, "a replaced reading leaves no words"


@pytest.mark.parametrize(
    "odd", ["", '"', '""', "AND OR NOT", "a* (b", "^x", "x:y", "NEAR(a b)", "'; --", "\0", "😀", "-"]
)
def test_odd_questions_are_no_errors(store, odd):
    story_of(store)
    store.wire.documents_with(odd, 9)
    store.wire.claims_with(odd, 9)


def test_forgetting_takes_everything_of_the_story_along(store):
    reading = story_of(store)
    (wire, _paper), api = reading.record.story.documents, store.wire
    assert api.lease(DESK, NOON, NOON + MINUTE, "us")
    api.publish("us", Touched("story1", (), ()), None, [change(), change("n2", "other", document=wire.id)], due=NOON)
    store.forget("story1")
    assert api.changes() == ()
    assert api.run_out(NOON, 9) == ()
    assert api.documents_with("cracks", 9) == ()
    assert api.claims_with("cracks", 9) == ()
    assert list(store.verify(read)) == []


def test_documents_are_placed_alike_on_both_databases(store):
    deliver(store, ALL)
    place_all(store, at_once=2)
    wanted = cluster(document for each in ALL for document in read_article(each))
    assert stories(store) == {story.id: tuple(sorted(d.id for d in story.documents)) for story in wanted}
    copy = article("p0", ALL[0].body.decode() + " ", ALL[0].fetched - timedelta(days=3))
    deliver(store, [copy])
    place_all(store)
    assert read_article(copy)[0].id in {document for each in stories(store).values() for document in each}


def test_an_index_out_of_step_is_told(store):
    story_of(store)
    if store._database.is_sqlite:
        with store._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM full_text_numbers")
        assert any(each.id == "full text of documents" for each in store.verify(read))
    with store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE claim_words SET quote = 'other words'")
    assert any(each.id == "claim c1" for each in store.verify(read))


def test_a_change_whose_words_stand_nowhere_is_told(store):
    reading = story_of(store)
    wire = reading.record.story.documents[0]
    quote = Quote(wire.id, 0, 4, wire.text[:4])
    good = replace(change("n1"), quotes=(quote,))
    bad = replace(change("n2"), quotes=(quote, replace(quote, start=1, end=5)))
    assert store.wire.lease(DESK, NOON, NOON + MINUTE, "us")
    store.wire.publish("us", Touched("story1", (), ()), None, [good, bad])
    assert [(each.part, each.id) for each in store.verify(read)] == [("change", "n2")]


def test_what_was_noticed_goes_with_the_documents_into_the_story_they_are_in_now(store):
    reading = story_of(store, "old")
    assert store.wire.lease(DESK, NOON, NOON + MINUTE, "us")
    store.wire.publish("us", Touched("old", (), ()), None, [change(story="old")])
    new = make_reading(*reading.record.story.documents, name="new")
    store.wire.publish("us", Touched("new", ("old",), ()), new, [])
    assert [each.story for each in store.wire.changes(story="new")] == ["new"]


def test_a_store_of_the_first_version_gets_its_words_indexed(tmp_path):
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    from cuibono.store import migrate  # noqa: PLC0415
    from cuibono.store.database import open_database  # noqa: PLC0415
    from cuibono.store.rows import capture_row, document_row  # noqa: PLC0415
    from cuibono.store.schema import captures, documents  # noqa: PLC0415

    old = open_database(tmp_path / "old.db", patience=1)
    with old.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate._SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(captures.insert(), capture_row(capture()))
        connection.execute(documents.insert(), [document_row(each) for each in read(capture())])
    old.close()
    with Store(tmp_path / "old.db", Ticks()) as store:
        assert [each.id for each in store.wire.documents_with("inspectors", 9)] == [read(capture())[0].id]
        kept(store, capture("paper.txt", PAPER))
        assert len(store.wire.documents_with("cracks", 9)) == 2
        assert list(store.verify(read)) == []
