from datetime import UTC, datetime

import pytest

from cuibono.core.news import Capture
from cuibono.sources.visible import has_words, visible

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def page(body):
    return Capture("https://n.example/", body.encode(), NOON)


def test_only_what_stands_in_the_page_counts():
    found = visible(
        page("<html><head><title>T</title><script>x()</script></head><nav>Home</nav><p>One  <b>two</b></p><footer>f")
    )
    assert found == "T One two"
    assert visible(page("%PDF-1.7 words")) is None
    assert visible(page("")) is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<html><p>" + "The gate failed in the night. " * 12, True),
        ("<html><p>" + "市議會再次開會討論水閘" * 8, True),
        ("<html><script>" + "x" * 10_000 + "</script><p>Please enable JavaScript and cookies to continue.", False),
        ("<html><nav>" + "Home News Sport " * 50 + "</nav><div id=root></div>", False),
        ("plain words", True),
        ("<html>" + "<p>" * 100_000, False),
    ],
)
def test_a_shell_is_told_from_a_page(body, says):
    assert has_words(page(body)) is says
