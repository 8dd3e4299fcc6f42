"""Examinations on small sets made here: each reads its format, counts right, and tells its misses."""

from __future__ import annotations

import json

import pytest

from cuibono.core.errors import SetMissing
from cuibono.gate import attribution, clusters, framing, judges, origins, relations, sets, timexes, uncertainty, written
from cuibono.gate.examine import EXAMINATIONS


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")

    write.folder = tmp_path
    return write


@pytest.fixture
def examined(put):
    """The figures of an examination by measure, and its misses."""

    def run(measure):
        misses = []
        figures = measure(put.folder, misses.append)
        return {(figure.set, figure.measure): figure.value for figure in figures}, misses

    return run


@pytest.mark.parametrize("name", sorted(set(EXAMINATIONS) - {"future", "sentences", "bundled"}))
def test_a_set_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(SetMissing, match="not here"):
        EXAMINATIONS[name](tmp_path, print)


def test_attributions_are_read_from_stand_off(put, examined):
    text = "Vote delayed\n\nThe vote is off, Mayor Jane Holt said. Nobody came.\n"
    put("attribution/polnear/dev/text/a.txt", text)
    places = {what: (text.index(what), text.index(what) + len(what)) for what in ("The vote is off", "Mayor Jane Holt")}
    said = text.index("said")
    marks = [f"T{i}\t{what[:3]} {a} {b}\t{what}" for i, (what, (a, b)) in enumerate(places.items(), 1)]
    marks += [f"T3\tCue {said} {said + 4}\tsaid", "E1\tContent1:T1 Source1:T2 Cue1:T3"]
    put("attribution/polnear/dev/attributions/a.ann", "\n".join(marks))
    found, misses = examined(attribution.measure)
    assert found["PolNeAR dev", "content F1"] == 1
    assert found["PolNeAR dev", "source exact"] == 1
    assert misses == []
    put("attribution/polnear/dev/attributions/a.ann", "\n".join([*marks[:1], "T2\tSource 0 4\tVote", *marks[2:]]))
    found, misses = examined(attribution.measure)
    assert found["PolNeAR dev", "source exact"] == 0
    assert [miss.said for miss in misses] == ["Mayor Jane Holt"]


def test_time_expressions_are_read_from_timeml_and_entities_stay_closed(put, examined):
    names = iter(range(100))
    held, seen = (next(str(n) for n in names if timexes.held_back(str(n)) is part) for part in (True, False))
    body = (
        '<TimeML><DCT><TIMEX3 tid="t0" type="DATE" value="2026-11-02">2026-11-02</TIMEX3></DCT><TEXT>They met on '
        '<TIMEX3 tid="t1" type="DATE" value="{}">5 November 2026</TIMEX3>.</TEXT></TimeML>'
    )
    put(f"time/timebank/{held}.tml", body.format("2026-11-05"))
    put(f"time/timebank/{seen}.tml", body.format("2026-11-06"))
    found, misses = examined(timexes.measure)
    assert set(found.values()) == {1}
    assert [miss.wanted for miss in misses] == ["DATE 2026-11-06"]
    put("evil.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>')
    assert not sets.tree(put.folder / "evil.xml").text


def test_only_misses_of_the_part_in_sight_are_told(put):
    rows = [f"{n} A sentence.;Non-biased" for n in range(20)]
    put("framing/babe/final_labels_SG2.csv", "text;label_bias\n" + "\n".join([*rows, "x;No agreement"]))
    misses = []
    (on, n, measures), *_ = judges.loaded(lambda _asked: {"label": True}, put.folder, misses.append)
    assert (on, measures["precision"]) == ("BABE, held-back fifth", 0)
    assert n + len(misses) == 20
    assert misses
    assert not any(framing.held_back(miss.text) for miss in misses)


def test_hedges(put, examined):
    rows = [f'{label},"{n} {text}"' for n in range(8) for label, text in ((-1, "It may rain."), (1, "It rained."))]
    put("hedges/uncertainty_train.csv", "\n".join(rows))
    found, misses = examined(uncertainty.measure)
    assert (set(found.values()), misses) == ({1}, [])


def test_stories_of_all_three_sets(put, examined):
    topics = {31: "ferry Astrid sandbank coastguard harbour", 32: "sugar tax parliament minister drink"}
    for topic, words in topics.items():
        for n in (1, 2):
            tokens = "".join(f'<token sentence="0">{word}</token>' for word in words.split())
            put(f"stories_clusters/ecbplus/{topic}/{topic}_{n}ecb.xml", f"<Document>{tokens}</Document>")
            row = {"url": f"https://p{n}.example/{topic}", "title": "", "outlet": f"P{n}", "published": "2026-11-02"}
            put(f"stories/{topic}/{n}.json", json.dumps({**row, "text": words}))
    lead = "[SEP]".join(f"TITLE=> {words}. ARTICLE=> The {words}." for words in topics.values())
    put("framing/neus_train/val.source", lead + "\n")
    found, misses = examined(clusters.measure)
    assert found["ECB+ topics 31-35", "B-cubed F1"] == 1
    assert found["44 development stories, mixed", "B-cubed F1"] == 1
    assert found["NeuS val", "B-cubed F1"] == pytest.approx(2 / 3, abs=1e-4)
    assert [(miss.set, miss.said) for miss in misses] == [("NeuS val", "several stories")]


def test_copies_and_strangers(put, examined):
    rows = ["text,title,url,date"]
    for n in range(3):
        text = " ".join(f"word{n}x{i}" for i in range(150))
        rows.append(f"{text},Title {n},https://n.example/{n},2026-01-01")
    put("documents/wikinews/2026.csv", "\n".join(rows))
    found, misses = examined(origins.measure)
    assert found["pairs of unrelated Wikinews articles", "kept apart"] == 1
    assert len(misses) <= 6


def test_relations_need_all_six_sets(put):
    put("relations/snli_dev/validation.tsv", "premise\thypothesis\tlabel\nA\tB\t0\n")
    with pytest.raises(SetMissing, match="MNLI dev is not in"):
        relations.measure(put.folder, print)


def test_sets_of_our_own_are_there_and_measured(examined):
    found, misses = examined(EXAMINATIONS["future"])
    values = [value for (_, measure), value in found.items() if measure == "F1"]
    assert values
    assert all(0.5 < value <= 1 for value in values)
    assert all(miss.said != miss.wanted for miss in misses)
    found, _ = examined(written.sentences)
    assert found["sentences, written for this", "F1"] > 0.9
