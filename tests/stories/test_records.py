"""What the record says belongs together: dockets, rulemakings, what a correction corrects, threads."""

import pytest

from cuibono.core.text import Block, Document, Kind, Role
from cuibono.core.times import parse_stamp
from cuibono.stories.cluster import cluster
from cuibono.stories.records import record_keys, together


def rule(name, text, day="2024-04-04", **tags):
    return Document(
        id=f"d{name}",
        capture=f"c{name}",
        kind=Kind.ARTICLE,
        text=text,
        url=f"https://register.example/{name}",
        outlet="Register",
        published=parse_stamp(day) if day else None,
        blocks=(Block(0, len(text), Role.PARAGRAPH),),
        tags=tuple((key.replace("_", " "), value) for key, value in tags.items()),
    )


def thread(name, title, *turns, url="https://forum.example/t/1"):
    text, blocks = "", []
    for by, words in turns:
        blocks.append(Block(len(text), len(text) + len(words), Role.TURN, by))
        text += words + "\n\n"
    return Document(f"d{name}", f"c{name}", Kind.THREAD, text.rstrip(), title=title, url=url, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("tags", "keys"),
    [
        ({"docket": "Docket No. CISA-2022-0010"}, {"docket CISA-2022-0010"}),
        (
            {"docket": "EPA-HQ-OAR-2023-0072; FRL-8536-01-OAR"},
            {"docket EPA-HQ-OAR-2023-0072", "docket FRL-8536-01-OAR"},
        ),
        ({"docket": "Docket No. 240926-0253", "rin": "0694-AJ60"}, {"docket 240926-0253", "rin 0694-AJ60"}),
        ({"docket": "Docket No. R-1813 and RIN 7100-AG64"}, {"docket R-1813", "rin 7100-AG64"}),
        ({"docket": "Notice 24-1", "rin": "none"}, set()),
        ({"docket": "FAA-2026-7218", "rin": "2120-AA64"}, {"docket FAA-2026-7218"}),  # every airworthiness directive
        ({"document_number": "C1-2024-06526"}, {"number 2024-06526"}),
        ({"document_number": "2024-12084", "corrects": "2024-06526"}, {"number 2024-12084", "number 2024-06526"}),
        ({"rin": "../../etc/passwd"}, set()),
        ({"docket": "-" * 9_000 + "A-1" * 9_000}, set()),
    ],
)
def test_what_the_record_says(tags, keys):
    found = record_keys(rule("a", "A rule.", **tags))
    assert found == keys or (not keys and all(len(key) < 120 for key in found))


def test_no_document_belongs_to_more_than_a_few():
    assert len(record_keys(rule("a", "A.", docket="; ".join(f"ABC-2024-{n:04}" for n in range(500))))) <= 12


def test_what_hangs_together_by_others_is_one_whatever_the_order():
    keys = [frozenset(each.split()) for each in ("a", "b", "c", "a b", "", "d c", "")]
    assert together(keys) == [[0, 1, 3], [2, 5], [4], [6]]
    assert together(keys[::-1]) == [[0], [1, 4], [2], [3, 5, 6]]
    assert together([]) == []


def test_a_correction_of_few_words_and_a_final_rule_years_later_are_in_the_story_of_their_docket():
    words = "The agency proposes that operators report incidents within 72 hours, and ransom payments within 24."
    documents = [
        rule("nprm", words, docket="CISA-2022-0010", document_number="2024-06526"),
        rule("typo", "In Table 3, line 4 is corrected.", "2024-06-03", corrects="2024-06526"),
        rule("final", "Effective dates of part 226 are set.", "2026-02-01", docket="Docket CISA-2022-0010"),
        rule("bridge", "The drawbridge at Orlo opens at noon.", docket="USCG-2024-0001", rin="1625-AA09"),
        rule("other", "The swing span at Lisk stays shut in March.", docket="USCG-2024-0002", rin="1625-AA09"),
    ]
    stories = {frozenset(d.id for d in story.documents) for story in cluster(documents)}
    assert stories == {frozenset({"dnprm", "dtypo", "dfinal"}), frozenset({"dbridge"}), frozenset({"dother"})}
    again = {frozenset(d.id for d in story.documents) for story in cluster(documents[::-1])}
    assert again == stories


def test_a_thread_that_grew_is_the_same_thread_and_a_page_with_another_each_day_is_not():
    first = thread("1", "Ferries", ("ann", "The ferry is late."))
    grown = thread("2", "Ferries", ("bo", "Quite another matter: trams, dams, hens."), ("ann", "The ferry is late."))
    other = thread("3", "Hens", ("cy", "Hens lay less in winter."))
    assert record_keys(first) == record_keys(grown)
    assert not record_keys(first) & record_keys(other)
    assert not record_keys(thread("4", "Ferries", ("ann", "x"), url=None))
