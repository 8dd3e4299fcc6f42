from dataclasses import replace

import pytest

from cuibono.core.findings import Silence
from cuibono.core.news import OutletKind
from cuibono.core.reading import Near
from cuibono.findings.omissions import Omissions
from cuibono.findings.silences import Silences, Telling
from tests.findings.newsdesk import Article, Say, record

RECALL = Say("Harlow Foods recalled its smoked trout after listeria was found in Brenn.", "recall")
OTHER = Say("Harlow Foods recalled trout worth nine million crowns.", "cost")
ABOUT = "Harlow Foods of Brenn has named a new head for the ponds where it breeds trout."
ELSEWHERE = "The harbour bridge stays shut for three nights while painters work on its northern tower."


def story(silent: Article, *, origins=2, carriers=OutletKind.NEWSPAPER, versions=(), **more):
    articles = {
        "alpha": Article("Alpha Post", "2026-03-01T08:00:00Z", (RECALL,), kind=carriers),
        "beta": Article("Beta News", "2026-03-02T08:00:00Z", (RECALL,)),
        "gamma": Article("Gamma Times", "2026-03-09", (Say("Trout is a fish."),), filler=ELSEWHERE),
    }
    if origins == 1:
        del articles["beta"]
    return record(versions, **{**articles, **more}, silent=silent)


def graded(rec, document="silent"):
    return {o.document: o for o in Omissions().examine(rec)}.get(document)


def grade(rec, document="silent"):
    claim = rec.claim["c-recall"]
    return Silences(rec).grade(claim, rec.documents[document])


def quiet(published="2026-03-05T09:00:00Z", **options):
    return Article(
        "Delta Daily", published, (Say("Markets were calm."),), filler=options.pop("filler", ABOUT), **options
    )


def test_left_out_what_two_origins_had_before():
    found = graded(story(quiet()))
    assert found.grade is Silence.LEFT_OUT
    assert found.reason == "Alpha Post and Beta News had it 3 days before"
    assert [span.document for span in found.spans] == ["alpha", "beta"]
    assert found.claims == ("c-recall",)


def test_one_origin_is_not_enough():
    assert graded(story(quiet(), origins=1)) is None
    assert grade(story(quiet(), origins=1)).grade is Silence.NOT_YET_KNOWN


def test_fifty_copies_of_one_origin_are_not_enough():
    copies = {f"copy{i:02}": Article(f"Paper {i}", "2026-03-02", (RECALL,), copies="alpha") for i in range(50)}
    assert grade(story(quiet(), origins=1, **copies)).grade is Silence.NOT_YET_KNOWN


def test_the_primary_document_is_enough():
    later = Article("Zeta", "2026-03-20", (RECALL,))
    rec = story(quiet(), origins=1, carriers=OutletKind.GOVERNMENT, later=later)
    assert graded(rec).grade is Silence.LEFT_OUT
    assert graded(rec).reason == "Alpha Post had it 4 days before"


def test_what_only_its_own_publisher_says_is_not_missed():
    assert graded(story(quiet(), origins=1, carriers=OutletKind.VENDOR)) is None


def test_a_text_that_says_part_of_it_is_not_reproached():
    part = "In Brenn listeria worried those who buy trout."
    assert graded(story(quiet(filler=ABOUT + "\n\n" + part))) is None


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-02-27", Silence.NOT_YET_KNOWN),
        ("2026-03-01T12:00:00Z", Silence.NOT_YET_KNOWN),  # only one of them before
        ("2026-03-02", Silence.ORDER_UNKNOWN),  # the day of the second one
        (None, Silence.ORDER_UNKNOWN),
        ("2026-03-03", Silence.LEFT_OUT),
    ],
)
def test_order_of_publication_decides(published, expected):
    assert grade(story(quiet(published))).grade is expected


def test_an_edited_version_answers_for_the_day_of_its_edit():
    first = Article("Delta Daily", "2026-02-20", (Say("Markets were calm."),), filler=ABOUT)
    edited = story(quiet("2026-02-20", modified="2026-03-07"), versions=[("first", "silent")], first=first)
    assert grade(edited).grade is Silence.LEFT_OUT
    assert grade(edited, "first").grade is Silence.NOT_YET_KNOWN


def test_what_an_edit_may_have_added_was_not_certainly_said_before():
    added = Article("Beta News", "2026-03-02", (RECALL,), modified="2026-03-20")
    assert grade(story(quiet(), beta=added)).grade is Silence.ORDER_UNKNOWN


def test_a_snippet_leaves_nothing_out():
    assert graded(story(quiet(snippet=True))).grade is Silence.SNIPPET


def test_another_subject_leaves_nothing_out():
    assert graded(story(quiet(filler=ELSEWHERE))) is None
    assert grade(story(quiet(filler=ELSEWHERE))).grade is Silence.NOT_SUBJECT


@pytest.mark.parametrize(
    "words",
    [
        "Listeria in its smoked trout forced Harlow Foods to a recall, inspectors in Brenn said.",
        "Inspectors in Brenn found listeria. Smoked trout from Harlow Foods was recalled.",
    ],
)
def test_a_text_that_says_it_in_other_words_is_not_silent(words):
    assert graded(story(quiet(filler=ABOUT + "\n\n" + words))) is None


def test_a_reprint_is_not_reproached_for_its_original():
    rec = story(
        quiet(), reprint=Article("Epsilon", "2026-03-06", (Say("Markets were calm."),), copies="silent", filler=ABOUT)
    )
    assert graded(rec, "silent").grade is Silence.LEFT_OUT
    assert graded(rec, "reprint") is None
    assert grade(rec, "reprint").inherited
    assert "Delta Daily" in grade(rec, "reprint").reason


def test_a_reprint_that_cuts_what_its_original_had_leaves_it_out():
    cut = Article("Epsilon", "2026-03-02", (Say("Markets were calm."),), copies="beta", filler=ABOUT)
    assert grade(story(quiet(), cut=cut), "cut").grade is Silence.LEFT_OUT


def test_one_house_does_not_count_against_itself():
    rec = story(Article("Alpha Post", "2026-03-05", (Say("Markets were calm."),), filler=ABOUT))
    assert grade(rec).grade is Silence.NOT_SUBJECT
    assert grade(rec).reason == "Alpha Post told it in another article"


def test_two_voices_in_one_paper_are_not_two_papers():
    twice = (RECALL, Say(RECALL.text + " Again", "recall", speaker="Inspector Holm"))
    others = {f"g{i}": Article(f"Gamma {i}", "2026-03-09", (Say("Rain fell."),), filler=ELSEWHERE) for i in "123"}
    rec = record(alpha=Article("Alpha Post", "2026-03-01", twice), silent=quiet(), **others)
    assert len(rec.claim["c-recall"].origins) == 2
    assert grade(rec).grade is Silence.NOT_YET_KNOWN


def test_at_most_three_reproaches_for_each_document():
    says = tuple(
        Say(f"Harlow Foods recalled {n} smoked trout lots in Brenn near {p}.", f"k{n}")
        for n, p in enumerate("ABCDEFG", 21)
    )
    rec = record(
        alpha=Article("Alpha Post", "2026-03-01", says),
        beta=Article("Beta News", "2026-03-02", says),
        silent=quiet(filler="Harlow Foods of Brenn sells smoked trout lots."),
    )
    found = [o for o in Omissions().examine(rec) if o.document == "silent"]
    assert len(found) <= 3


def test_a_follow_up_need_not_tell_what_happened_days_before():
    dated = Say("Harlow Foods recalled its smoked trout on 1 March after listeria was found in Brenn.", "recall")
    old = {
        key: Article(name, day, (dated,))
        for key, name, day in (("alpha", "Alpha Post", "2026-03-01"), ("beta", "Beta News", "2026-03-02"))
    }
    rec = story(quiet("2026-03-09"), **old)
    assert (grade(rec).grade, grade(rec).reason) == (Silence.NOT_SUBJECT, "old news by then")
    old["beta"] = Article("Beta News", "2026-03-01", (dated,))
    assert grade(story(quiet("2026-03-02T20:00Z"), **old)).grade is Silence.LEFT_OUT


def test_an_undated_thread_makes_nothing_known_before_the_dated_ones():
    rec = story(quiet("2026-02-20"), thread=Article("A thread", None, (RECALL,)))
    assert grade(rec).grade is Silence.NOT_YET_KNOWN


@pytest.mark.parametrize(("cosine", "reproached"), [(0.3, True), (0.45, False), (0.7, False), (0.95, False)])
def test_a_sentence_near_the_claim_holds_a_reproach_back(cosine, reproached):
    rec = story(quiet())
    document = rec.documents["silent"]
    near = {("c-recall", "silent"): Near(document.find("Markets were calm."), cosine)}
    assert (graded(replace(rec, nearest=near)) is not None) is reproached
    told = Silences(replace(rec, nearest=near)).said(rec.claim["c-recall"], document)
    assert told is None or told.telling is not Telling.FULLY  # nearness alone says nothing
