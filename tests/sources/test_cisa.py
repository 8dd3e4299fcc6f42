# ruff: noqa: E501 - items and records stand as they come
import json
from datetime import UTC, datetime

import pytest

from cuibono.core.errors import SettingsError, UnreadableInput
from cuibono.core.times import Precision
from cuibono.stories.outlets import outlet_of


def item(number, link="https://www.cisa.gov/news-events/ics-advisories/icsa-26-{}"):
    return (
        f"<item><title>Tern Gate Controller {number}  </title><link>{link.format(number)}</link>"
        "<description>&lt;p&gt;&lt;a href=&quot;https://n.example/csaf.json&quot;&gt;View CSAF&lt;/a&gt;&lt;/p&gt;&lt;h2&gt;Summary&lt;/h2&gt;"
        "&lt;p&gt;Tern published a fix for the controller.&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;v3 8.8&lt;/td&gt;&lt;td&gt;Tern&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</description>"
        f'<pubDate>Mon, 09 Mar 26 12:00:00 EST</pubDate><dc:creator>CISA</dc:creator><guid isPermaLink="false">/node/{number}</guid></item>'
    )


def feed(*items, title="All CISA Advisories"):
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>https://www.cisa.gov/</link><description/><language>en</language>{''.join(items)}</channel></rss>"
    ).encode()


def test_an_advisory(server, page, desk):
    server.pages["/all.xml"] = page(feed(item(25513)))
    (document,) = desk.documents("cisa", url=server.url("/all.xml"))
    assert (document.title, document.outlet, document.authors) == ("Tern Gate Controller 25513", "CISA", ("CISA",))
    assert document.url == "https://www.cisa.gov/news-events/ics-advisories/icsa-26-25513"
    assert (str(document.published), document.published.original) == (
        "2026-03-09T17:00:00Z",
        "Mon, 09 Mar 26 12:00:00 EST",
    )
    assert [link.url for link in document.links] == ["https://n.example/csaf.json"]
    assert document.find("Tern published a fix for the controller.")
    assert document.find("v3 8.8 Tern")
    assert outlet_of(document).kind == "government"


def test_without_a_link_the_node_is_the_place(server, page, desk):
    server.pages["/all.xml"] = page(feed(item(7, link=""), item("9/../../evil", link="")))
    first, second = desk.documents("cisa", url=server.url("/all.xml"))
    assert first.url == server.url("/node/7")
    assert second.url == server.url("/all.xml")


def test_an_advisory_in_two_feeds_is_one(server, page, desk):
    server.pages.update(
        {"/all.xml": page(feed(item(7), item(8))), "/ics.xml": page(feed(item(8), title="ICS Advisories"))}
    )
    captures = list(desk.source("cisa", url=server.url("/all.xml")).fetch(None))
    (again,) = desk.source("cisa", url=server.url("/ics.xml")).fetch(None)
    assert again.id == captures[1].id


def vulnerability(number="CVE-2026-0117", **more):
    return {
        "cveID": number,
        "vendorProject": "Tern",
        "product": "Gate Controller",
        "vulnerabilityName": "Tern Gate Controller Link Following Vulnerability",
        "dateAdded": "2026-03-09",
        "shortDescription": "Tern Gate Controller contains a link following vulnerability.",
        "requiredAction": "Apply mitigations per vendor instructions or discontinue use of the product.",
        "dueDate": "2026-03-30",
        "knownRansomwareCampaignUse": "Unknown",
        "notes": "For more information, please see: https://tern.example/a ; https://nvd.example/vuln/1",
        "cwes": ["CWE-59", "CWE-436"],
        **more,
    }


def catalogue(*records, **more):
    head = {
        "title": "CISA Catalog of Known Exploited Vulnerabilities",
        "catalogVersion": "2026.03.09",
        "count": len(records),
    }
    return json.dumps(head | more | {"vulnerabilities": list(records)}, indent=1).encode()


def test_a_known_exploited_vulnerability(server, page, desk):
    server.pages["/kev"] = page(catalogue(vulnerability()))
    (document,) = desk.documents("kev", url=server.url("/kev"))
    assert document.title == "CVE-2026-0117: Tern Gate Controller Link Following Vulnerability"
    assert (
        document.url == "https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext=CVE-2026-0117"
    )
    assert (str(document.published), document.published.precision) == ("2026-03-09", Precision.DAY)
    assert (document.outlet, outlet_of(document).kind) == ("CISA", "government")
    for words in (
        "Tern Gate Controller contains a link following vulnerability.",
        "The required action is due by March 30, 2026.",
        "Required action: Apply mitigations",
        "Weaknesses: CWE-59; CWE-436.",
    ):
        assert document.find(words)
    assert [link.url for link in document.links] == ["https://tern.example/a", "https://nvd.example/vuln/1"]
    assert document.tags == (("cve", "CVE-2026-0117"), ("due", "2026-03-30"))


def test_only_what_is_new_in_the_catalogue_comes(server, page, desk):
    source = desk.source("kev", url=server.url("/kev"))
    server.pages["/kev"] = page(catalogue(vulnerability()))
    assert len(desk.round(source)) == 1
    server.pages["/kev"] = page(catalogue(vulnerability("CVE-2026-2"), vulnerability(), catalogVersion="2026.03.10"))
    assert [d.tags[0][1] for d in desk.round(source)] == ["CVE-2026-2"]
    server.pages["/kev"] = page(
        catalogue(vulnerability("CVE-2026-2"), vulnerability(knownRansomwareCampaignUse="Known"))
    )
    (changed,) = desk.round(source)
    assert changed.find("Known use in ransomware campaigns: Known.")


def test_words_choose_and_since_leaves_out(server, page, desk):
    server.pages["/kev"] = page(
        catalogue(
            vulnerability("CVE-1", product="Weir"),
            vulnerability("CVE-2"),
            vulnerability("CVE-3", dateAdded="2026-01-01"),
        )
    )
    assert [d.tags[0][1] for d in desk.documents("kev", url=server.url("/kev"), words="WEIR, dam")] == ["CVE-1"]
    since = datetime(2026, 3, 1, tzinfo=UTC)
    assert [d.tags[0][1] for d in desk.documents("kev", since, url=server.url("/kev"))] == ["CVE-2"]


def test_a_due_date_before_the_vulnerability_was_added_starts_no_clock(server, page, desk):
    server.pages["/kev"] = page(
        catalogue(vulnerability(dueDate="2026-01-01"), vulnerability("CVE-2", dueDate="soon", cwes=None))
    )
    for document in desk.documents("kev", url=server.url("/kev")):
        assert "is due by" not in document.text


def test_what_is_no_catalogue_is_an_error(server, page, desk):
    for body in (b"{}", b"<html>", b'{"vulnerabilities": {}}'):
        server.pages["/kev"] = page(body)
        with pytest.raises(UnreadableInput, match="no catalogue"):
            desk.documents("kev", url=server.url("/kev"))
    server.pages["/kev"] = page(b'{"vulnerabilities": [1, {}, {"cveID": 5}]}')
    assert desk.documents("kev", url=server.url("/kev")) == []
    with pytest.raises(SettingsError, match="limit"):
        desk.source("kev", limit="-1")
