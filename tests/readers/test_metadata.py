"""By-lines as pages print them, and titles that their own data gets wrong."""

from __future__ import annotations

import pytest
from lxml import html

from cuibono.readers.metadata import head_of


def head(body: str, title: str = "Ferry aground", linked: str = ""):
    script = f'<script type="application/ld+json">{linked}</script>' if linked else ""
    page = f"<html><head><title>{title}</title>{script}</head><body><h1>Ferry aground</h1>{body}</body></html>"
    return head_of(html.document_fromstring(page), "https://lisk.example/1")[0]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ('<p class="byline"><span>by</span> <a>Ana Roe</a><span>22 Dec 2026</span></p>', ("Ana Roe",)),
        ('<p class="byline">By Ana Roe<br>March 11, 2026 3:46 PM</p>', ("Ana Roe",)),
        ('<div class="FeatureByline">By <b>Ana Roe</b><br>March 25, 2026</div>', ("Ana Roe",)),
        ('<div class="byline">Ana Roe<br>Games Editor</div>', ("Ana Roe",)),
        ('<div class="byline">By<br>Ana Roe and Tom May</div>', ("Ana Roe", "Tom May")),
        ('<div class="byline">By May Summers</div>', ("May Summers",)),
        ('<div class="byline">By April 4</div>', ()),
        ('<div class="byline">April 28, 2026 at 6:01 am</div>', ()),
        ('<div class="standbylinea">Ana Roe</div>', ()),
    ],
)
def test_a_byline_gives_names_and_no_dates_or_roles(byline, authors):
    assert head(byline).authors == authors


def test_the_name_in_the_page_s_own_title_beats_a_headline_that_is_a_description():
    linked = '{"@type": "Article", "name": "Lisk", "headline": "port and town on the coast"}'
    assert head("", "Lisk - Coastpedia", linked).title == "Lisk"
    linked = '{"@type": "Article", "name": "Lisk Post", "headline": "Ferry aground off Lisk"}'
    assert head("", "Ferry aground off Lisk | Lisk Post", linked).title == "Ferry aground off Lisk"
