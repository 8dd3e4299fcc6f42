from dataclasses import replace

import pytest

from cuibono.core.errors import SettingsError
from cuibono.core.news import OutletKind
from cuibono.core.text import Kind
from cuibono.stories.outlets import directory, name_key, outlet_of, outlets_of


@pytest.mark.parametrize(
    "spelling", ["USA TODAY", "USA Today", "usatoday.com", "www.usatoday.com", "USA Today (Online News)"]
)
def test_spellings_of_a_known_outlet_are_one(article, spelling):
    outlet = outlet_of(article("Words.", outlet=spelling))
    assert (outlet.name, outlet.kind, outlet.family) == ("USA Today", OutletKind.NEWSPAPER, "Gannett")


def test_the_address_names_an_outlet_that_the_page_does_not(article):
    assert outlet_of(article("Words.", url="https://edition.cnn.com/2026/a.html?x=1")).name == "CNN"
    assert outlet_of(article("Words.", url="https://www.bbc.co.uk/news/1")).family == "BBC"


def test_a_section_name_gives_way_to_the_address(article):
    assert outlet_of(article("Words.", outlet="Politics desk", url="https://apnews.com/x")).name == "Associated Press"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"url": "https://www.trade.gov.zz/notice"}, OutletKind.GOVERNMENT),
        ({"url": "https://cs.example.edu/p"}, OutletKind.RESEARCH),
        ({"url": "https://arxiv.org/abs/2601.00001"}, OutletKind.RESEARCH),
        ({"url": "https://acme.example/newsroom/press-releases/7"}, OutletKind.VENDOR),
        ({"url": "https://reddit.com/r/netsec/comments/1"}, OutletKind.COMMUNITY),
        ({"outlet": "Harbour Gazette"}, OutletKind.NEWSPAPER),
        ({"outlet": "Ministry of Fisheries"}, OutletKind.GOVERNMENT),
        ({"outlet": "Chip Weekly"}, OutletKind.TRADE),
        ({"outlet": "Quill", "kind": Kind.THREAD}, OutletKind.COMMUNITY),
        ({"outlet": "Quill"}, OutletKind.UNKNOWN),
    ],
)
def test_the_kind_of_an_unknown_outlet_comes_from_evidence(article, fields, kind):
    assert outlet_of(article("Words.", **fields)).kind is kind


def test_a_dateline_with_its_own_name_makes_an_agency(article):
    text = "PORT LISK, March 3 (Farline) - A ferry ran aground on Tuesday."
    assert outlet_of(article(text, outlet="Farline")).kind is OutletKind.AGENCY
    assert outlet_of(article(text, outlet="Lisk Herald")).kind is OutletKind.NEWSPAPER


def test_a_firm_that_speaks_of_its_customers_is_a_vendor(article):
    text = "Our customers asked for it, and our platform now does it."
    assert outlet_of(article(text, outlet="Quill")).kind is OutletKind.VENDOR


def test_unnamed_documents_say_so_and_stay_apart(article):
    one, two = article("First words."), article("Second words.")
    assert outlet_of(one).name.startswith("unnamed source")
    assert outlet_of(one).name != outlet_of(two).name
    assert "unnamed source: A title" in outlet_of(article("x", title="A title")).name


def test_a_body_as_author_is_the_publisher(article):
    found = outlet_of(article("Words.", kind=Kind.PDF, authors=["Quillmark Systems plc"]))
    assert found.name == "Quillmark Systems plc"
    assert name_key(found.name) == name_key("Quillmark Systems newsroom")


def test_an_aggregator_gives_the_publisher_in_the_title(article):
    found = outlet_of(article("x", title="Ferry runs aground - Reuters", url="https://news.google.com/rss/articles/1"))
    assert found.name == "Reuters"


def test_spellings_of_an_unknown_outlet_are_one_whatever_the_order(article):
    documents = [
        article("a", outlet="THE LISK POST"),
        article("b", outlet="Lisk Post"),
        article("c", outlet="The Lisk Post (Web)"),
    ]
    forward, backward = outlets_of(documents), outlets_of(documents[::-1])
    assert forward == backward
    assert len(set(forward.values())) == 1


def test_a_user_file_wins(article, tmp_path):
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[[outlet]]\nname = "Lisk Post"\nkind = "tabloid"\nfamily = "Lisk Group"\ndomains = ["cnn.com"]\n', "utf-8"
    )
    known = directory(file)
    assert outlet_of(article("x", outlet="the lisk post"), known).house == "Lisk Group"
    assert outlet_of(article("x", url="https://cnn.com/a"), known).name == "Lisk Post"


@pytest.mark.parametrize(
    "text",
    [
        '[[outlet]]\nkind = "tabloid"',
        '[[outlet]]\nname = "A"\nkind = "paper"',
        '[[outlet]]\nname = "A"\ncolour = 1',
        "outlet = 3",
        "[",
    ],
)
def test_a_bad_user_file_is_named(tmp_path, text):
    file = tmp_path / "outlets.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError):
        directory(file)


@pytest.mark.parametrize("url", ["http://[bad", "not a url", "https://", "ftp://x"])
def test_odd_addresses_do_not_crash(article, url):
    assert outlet_of(article("x", url=url)).name


def test_an_aggregator_tells_the_papers_own_address(article):
    item = {"outlet": "英國廣播公司", "url": "https://news.google.com/rss/articles/CBMix", "kind": Kind.FEED_ITEM}
    known = replace(article("Words.", **item), tags=(("source", "https://www.bbc.co.uk"),))
    assert outlet_of(known).house == outlet_of(article("Words.", url="https://www.bbc.co.uk/1")).house
    unknown = replace(article("Words.", **item), tags=(("source", "https://www.lisk.example"),))
    assert outlet_of(unknown).domains == ("lisk.example",)
    aggregated = replace(article("Words.", **item), tags=(("source", "https://news.yahoo.com"),))
    assert outlet_of(aggregated).name == "英國廣播公司"


def test_what_an_aggregator_passes_on_does_not_become_one_publisher(article):
    one, other = (
        outlet_of(article("Words.", url=f"https://news.google.com/rss/articles/{n}", outlet=n))
        for n in ("Moor", "Tarn")
    )
    assert not set(one.domains) & set(other.domains)
