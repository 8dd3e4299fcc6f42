from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.core.claims import Manner
from cuibono.core.text import Block, Document, Kind, Role
from cuibono.language.attribution import attributions
from cuibono.language.cues import Force


def document(text, *blocks):
    return Document(id="d1", capture="c1", kind=Kind.TEXT, text=text, blocks=tuple(blocks))


def read(text):
    found = attributions(document(text))
    return [(a.source.quote if a.source else None, " + ".join(s.quote for s in a.content)) for a in found]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        # content after the cue
        ("The ministry said that the rule is void.", "The ministry", "that the rule is void"),
        ("Roe said on Friday he had signed two orders.", "Roe", "he had signed two orders"),
        (
            "Jane Roe, chief scientist at Orrin, said nine models were taken.",
            "Jane Roe, chief scientist at Orrin",
            "nine models were taken",
        ),
        (
            "Clerk Ann Lee, 43, who lives in Bern, told CNN on Friday that it rained.",
            "Clerk Ann Lee, 43, who lives in Bern",
            "that it rained",
        ),
        ("Roe, during a visit to Bonn, Germany, said she was tired.", "Roe", "she was tired"),
        ("The firm warned of further thefts.", "The firm", "further thefts"),
        ("In a statement, Halden said the weights were gone.", "Halden", "the weights were gone"),
        ("The bank has repeatedly denied it lost money.", "The bank", "it lost money"),
        ("Roe said, however, that it was over.", "Roe", "that it was over"),
        ("Two years ago the mayor claimed victory was near.", "the mayor", "victory was near"),
        ("Roe rejected the claim that she had lied.", "Roe", "the claim that she had lied"),
        ("Roe on Friday said that it was over.", "Roe", "that it was over"),
        ("The council in May warned that it was over.", "The council", "that it was over"),
        ("She then said that it was over.", "She", "that it was over"),
        ("Rep. Jane Roe (D-Ohio) said that it was over.", "Rep. Jane Roe (D-Ohio)", "that it was over"),
        ("Jane Roe (center) said that it was over.", "Jane Roe", "that it was over"),
        ("The group vowed to fight the rule.", "The group", "to fight the rule"),
        ("The reporter asked whether the plan would work.", "The reporter", "whether the plan would work"),
        ("Two clerks, who spoke to Roe, said it was over.", "Two clerks, who spoke to Roe", "it was over"),
        # content before it
        ("The plan is dead, the mayor said.", "the mayor", "The plan is dead"),
        ("The plan is dead, said the mayor.", "the mayor", "The plan is dead"),
        ("The plan is dead, current and former officials said.", "current and former officials", "The plan is dead"),
        ("The plan is dead, records show.", "records", "The plan is dead"),
        ("The plan is dead, as Roe noted.", "Roe", "The plan is dead"),
        ("As the Daily Bee reported, the plan is dead.", "the Daily Bee", "the plan is dead"),
        ("Now, he says, seven states have signed.", "he", "Now + seven states have signed"),
        (
            "The plan is dead, Jan Roe, a clerk, told the Bee's weekly show on Monday.",
            "Jan Roe, a clerk",
            "The plan is dead",
        ),
        # according to
        ("According to the ministry, exports fell.", "the ministry", "exports fell"),
        (
            "Exports fell, according to two people familiar with the matter.",
            "two people familiar with the matter",
            "Exports fell",
        ),
        # quotations
        ('"We won," Roe said.', "Roe", '"We won,"'),
        ("“We won,” said Jane Roe, a chemist at Orrin, in a statement.", "Jane Roe, a chemist at Orrin", "“We won,”"),
        ("“We won,” said hotel clerk Ann Lee.", "hotel clerk Ann Lee", "“We won,”"),
        ('"We won," Roe said, "and we will stay."', "Roe", '"We won," + "and we will stay."'),
        ('Roe said: "We won."', "Roe", '"We won."'),
        ('"We won," he told reporters gathered in the hall.', "he", '"We won,"'),
        ("‘We won,’ Roe said.", "Roe", "‘We won,’"),
        ("''We won,'' Roe said.", "Roe", "''We won,''"),
        ("PARIS (AP) — The plan is dead, Roe said.", "Roe", "The plan is dead"),
    ],
)
def test_one_attribution(text, source, content):
    assert read(text) == [(source, content)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roe said sales rose, adding that more would come.", [("Roe", "sales rose"), ("Roe", "that more would come")]),
        (
            "Halden said nine were taken, and Orrin denied it had lost any.",
            [("Halden", "nine were taken"), ("Orrin", "it had lost any")],
        ),
        (
            "The state insisted it did no wrong, but Mr. Roe says the files prove it.",
            [("The state", "it did no wrong"), ("Mr. Roe", "the files prove it")],
        ),
        (
            "The rule is expected to come in May, two officials said.",
            [("two officials", "The rule is expected to come in May")],
        ),
        ("Roe said Lee believes the plan is dead.", [("Roe", "Lee believes the plan is dead")]),
    ],
)
def test_several_voices_in_one_sentence(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The report on the claims was released with notes and details.",
        "She read “War and Peace” and called the “so-called” experts.",
        'The book "A Long Way Home" sold well.',
        "Critics met; police reports show nothing.".replace("show nothing", "and plans"),
        "He could say nothing.",
        "The deal was announced.",
    ],
)
def test_no_speech_here(text):
    assert [pair for pair in read(text) if pair[0]] == [] or all(not a.clausal for a in attributions(document(text)))


def test_nobody_is_named_in_an_expectation():
    (found,) = attributions(document("The guidance is expected to come in April."))
    assert found.source is None
    assert found.force is Force.FORECAST
    assert [s.quote for s in found.content] == ["The guidance", "to come in April"]


def test_a_quotation_over_several_paragraphs_has_one_speaker():
    text = '"We won," Roe said. "We will stay.\n\n"And we will not go.\n\n"Never."\n\nThe end came.'
    (found,) = attributions(document(text))
    assert [s.quote for s in found.content] == ['"We won,"', '"We will stay.', '"And we will not go.', '"Never."']


def test_a_line_with_a_colon_announces_whose_words_follow():
    assert read('Here is Roe\'s full statement:\n\n"We won and we will stay here."') == [
        ("Roe", '"We won and we will stay here."')
    ]


def test_a_heading_with_a_colon_names_its_speaker():
    text = "Minister: Rule Will Come Soon\n\nThe rule is late."
    (found,) = attributions(document(text, Block(0, 29, Role.TITLE), Block(31, len(text))))
    assert (found.source.quote, found.content[0].quote) == ("Minister", "Rule Will Come Soon")


@pytest.mark.parametrize("head", ["Update", "Opinion", "Watch"])
def test_other_words_before_a_colon_are_no_speakers(head):
    text = f"{head}: Rule Will Come Soon"
    assert attributions(document(text, Block(0, len(text), Role.TITLE))) == ()


@pytest.mark.parametrize(
    ("text", "source", "relay"),
    [
        ("The agency quoted a spokesman as saying the deal was dead.", "a spokesman", "The agency"),
        ("The minister was quoted by Reuters as saying the deal was dead.", "The minister", "Reuters"),
        ("CNN reported that the mayor said the bridge will close.", "the mayor", "CNN"),
        (
            '"It sank," chief Ann Lee told a crowd, according to the Associated Press.',
            "chief Ann Lee",
            "the Associated Press",
        ),
        ("“It fails,” she said of her plan, Reuters reported.", "she", "Reuters"),
        ("Roe told CNN on Friday that it failed.", "Roe", "CNN"),
        ("“It fails,” Roe told the Associated Press.", "Roe", "the Associated Press"),
    ],
)
def test_relays(text, source, relay):
    (found,) = attributions(document(text))
    assert found.source.quote == source
    assert [s.quote for s in found.relays] == [relay]


def test_the_press_speaks_for_itself_where_it_quotes_nobody():
    (found,) = attributions(document("Reuters reported that the bridge is shut."))
    assert (found.source.quote, found.relays) == ("Reuters", ())


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ('"We won," Roe said.', Manner.DIRECT),
        ("Roe said they won.", Manner.INDIRECT),
        ("Roe said the plan is “a mess.”", Manner.MIXED),
    ],
)
def test_manner(text, manner):
    (found,) = attributions(document(text))
    assert found.manner is manner


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Roe denied that she knew.", Force.DENY),
        ("Roe alleged that he knew.", Force.ALLEGE),
        ("Roe predicted that rates will rise.", Force.FORECAST),
        ("Roe thinks the plan is bad.", Force.BELIEVE),
        ("The survey found that users leave.", Force.SHOW),
    ],
)
def test_force(text, force):
    (found,) = attributions(document(text))
    assert found.force is force


def test_a_negated_cue_is_marked():
    (found,) = attributions(document("Roe did not say that the plan is dead."))
    assert found.negated


@given(
    st.lists(
        st.sampled_from(
            [
                "Roe",
                "said",
                "that",
                "the plan",
                '"',
                ",",
                ".",
                "“",
                "”",
                "is dead",
                "\n\n",
                "according to",
                "adding",
                "who",
                "and",
                "Orrin",
            ]
        ),
        max_size=30,
    )
)
def test_any_text_is_read_and_contents_do_not_overlap(pieces):
    doc = document(" ".join(pieces))
    spans = sorted(s for a in attributions(doc) for s in a.content)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(doc.text[s.start : s.end] == s.quote for s in spans)


def test_a_very_long_sentence_is_read():
    text = "Roe said " + ", ".join(["the plan is dead and Lee believes it"] * 300) + "."
    assert len(attributions(document(text))) >= 1


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("But nothing will change before May, said Jane Roe, a minister.", "Jane Roe, a minister", "But nothing will"),
        ("In May the river rose by two metres, the mayor said.", "the mayor", "In May the river rose"),
        ("Jane Roe blasted the plan and said the dam would break.", "Jane Roe", "the dam would break"),
        ("On Friday the mayor put the number at one and said that it held.", "the mayor", "that it held"),
        ("“Nothing will change in this town,” May said.", "May", "“Nothing will change"),
        ("Police said at least 12 people were hurt.", "Police", "at least 12 people"),
        ("In her view the number is far too high.", "her", "the number is"),
        ('Roe had one answer: "I have never seen such a number in my life."', "Roe", '"I have never seen'),
        ("CNN said it is seeking an order against the house.", "CNN", "it is seeking an order"),
    ],
)
def test_more_shapes(text, source, content):
    document = Document(id="d", capture="c", kind=Kind.TEXT, text=text)
    found = [a for a in attributions(document) if a.source and a.source.quote == source and a.clausal]
    assert [a.content[0].quote.startswith(content) for a in found] == [True]


def test_a_plural_does_not_say_says():
    text = "Eleven build servers says nothing about it."
    document = Document(id="d", capture="c", kind=Kind.TEXT, text=text)
    assert not [a for a in attributions(document) if a.source and "servers" in a.source.quote]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Are you late, or are we?" Roe wondered.', [("Roe", '"Are you late, or are we?"')]),
        ("“We hope you find it.” Roe said.", [("Roe", "“We hope you find it.”")]),
        (
            '"We won the day," Roe said, adding that it rained. "We have a bridge. It goes on."',
            [("Roe", '"We won the day," + "We have a bridge. It goes on."'), ("Roe", "that it rained")],
        ),
        (
            "''It is so,'' said Mr. Stone, who came 10 years ago. ''The cost of it is high today.''",
            [("Mr. Stone, who came 10 years ago", "''It is so,'' + ''The cost of it is high today.''")],
        ),
        (
            "Roe said that the plan is dead.\n\n“To my knowledge, there is nobody there.”",
            [("Roe", "that the plan is dead"), ("Roe", "“To my knowledge, there is nobody there.”")],
        ),
        (
            "Roe wrote, “They show it even when “your team” fails. All else is false.” The end came.",
            [("Roe", "“They show it even when “your team” fails. All else is false.”")],
        ),
        (
            'Roe announced on her page, in all capital letters, "I am getting off the ship today!"',
            [("Roe", '"I am getting off the ship today!"')],
        ),
        ("Those surveyed say the bridge is old.", [("Those surveyed", "the bridge is old")]),
        ("Lee, of a conservative think tank, said it rained.", [("Lee, of a conservative think tank", "it rained")]),
    ],
)
def test_quotations_that_stand_apart_from_their_cue(text, expected):
    assert read(text) == expected


def test_an_account_of_a_quotation_is_no_second_speaker():
    (found,) = attributions(document("“We want to go,” Stone replied at the time, according to a Wire account."))
    assert (found.source.quote, [s.quote for s in found.relays]) == ("Stone", ["a Wire account"])


def test_a_clause_about_who_speaks_takes_nothing_of_what_is_said():
    (_, asked), (source, said) = read("Three officials, who asked not to be named, said the deal was dead.")
    assert (asked, said) == ("to be named", "the deal was dead")
    assert source == "Three officials, who asked not to be named"
