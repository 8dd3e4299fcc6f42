# ruff: noqa: E501 - entries stand as they come
import pytest

from cuibono.core.errors import FetchError, SettingsError, UnreadableInput
from cuibono.stories.outlets import outlet_of


def entry(number, version=1):
    return f"""<entry><id>http://arxiv.org/abs/{number}v{version}</id><title>Walks along
  lock gates {number}</title><updated>2026-03-0{version}T17:59:46Z</updated><link href="https://arxiv.org/abs/{number}v{version}" rel="alternate" type="text/html"/>
  <link href="https://arxiv.org/pdf/{number}v{version}" rel="related" type="application/pdf" title="pdf"/>
  <summary>We study walks along lock gates. We show that a walk ends.</summary><category term="math.CO"/>
  <published>2026-03-01T17:59:46Z</published><arxiv:comment>20 pages</arxiv:comment>
  <author><name>Maren Osk</name></author><author><name>Tam Bell</name></author></entry>"""


def feed(*entries, title="x"):
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
<id>https://arxiv.org/api/{title}</id><title>arXiv Query: search_query={title}</title><updated>2026-03-11T22:10:19Z</updated>
<opensearch:totalResults>{len(entries)}</opensearch:totalResults>{"".join(entries)}</feed>""".encode()


ERROR = """<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title><updated>2026-03-11T22:59:06Z</updated>
<summary>incorrect id format for abc</summary><author><name>arXiv api core</name></author></entry>"""


class Everywhere(dict):
    def get(self, path, default=None):
        return super().get("*") if path.startswith("/query") else default


@pytest.fixture
def papers(server, page, desk):
    def read(body, **options):
        server.pages = Everywhere({"*": page(body)})
        return desk.documents("arxiv", query='abs:"lock gate" AND cat:cs.CR', api=server.url(""), **options)

    return read


def test_a_paper(papers, server):
    (document,) = papers(feed(entry("2603.00117", 2)))
    assert document.title == "Walks along lock gates 2603.00117"
    assert (document.outlet, document.authors) == ("arXiv", ("Maren Osk", "Tam Bell"))
    assert document.url == "https://arxiv.org/abs/2603.00117v2"
    assert (str(document.published), str(document.modified)) == ("2026-03-01T17:59:46Z", "2026-03-02T17:59:46Z")
    assert document.snippet
    assert outlet_of(document).kind == "research"
    assert "sortOrder=descending" in server.requests[0]


def test_a_new_version_is_a_new_document_and_a_query_makes_no_difference(server, page, desk):
    server.pages = Everywhere({"*": page(feed(entry("2603.1"), title="a"))})
    first = desk.source("arxiv", query="a", api=server.url(""))
    (one,) = first.fetch(None)
    server.pages["*"] = page(feed(entry("2603.1", 2), entry("2603.1"), title="b"))
    two, again = desk.source("arxiv", query="b", api=server.url("")).fetch(None)
    assert again.id == one.id
    assert two.location == "https://arxiv.org/abs/2603.1v2"


def test_nothing_found_is_nothing(papers):
    assert papers(feed()) == []


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
def test_an_error_in_the_form_of_an_entry_is_an_error(server, page, desk, status):
    server.pages = Everywhere({"*": page(feed(ERROR), status=status)})
    told = "incorrect id format for abc" if status.startswith("200") else "answers 400"
    with pytest.raises(FetchError, match=told):
        desk.documents("arxiv", query="abc", api=server.url(""))


def test_what_is_no_feed_is_an_error(papers, desk):
    with pytest.raises(UnreadableInput, match="it is no feed"):
        papers(b"Rate exceeded.")
    with pytest.raises(SettingsError, match="query is missing"):
        desk.source("arxiv")
