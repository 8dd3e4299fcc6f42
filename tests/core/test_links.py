import pytest

from cuibono.core.links import unwrapped


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://lisk.example/a%3Fb%3D1&ct=ga&cd=x",
            "https://lisk.example/a?b=1",
        ),
        ("https://www.google.co.uk/url?q=http://lisk.example/&sa=D", "http://lisk.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Flisk.example%2F&h=x", "https://lisk.example/"),
        (
            "http://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2flisk.example%2fa&c=1",
            "https://lisk.example/a",
        ),
    ],
)
def test_a_link_that_carries_another_is_unwrapped(link, target):
    assert unwrapped(link) == target


@pytest.mark.parametrize(
    "link",
    [
        "https://lisk.example/url?url=https://other.example/",
        "https://google.com.evil.example/url?url=https://other.example/",
        "https://www.google.com/url?url=javascript:alert(1)",
        "https://www.google.com/url",
        "https://www.google.com/search?q=https://lisk.example/",
        "https://[google.com/url?url=https://lisk.example/",
        "",
    ],
)
def test_others_stay_as_they_are(link):
    assert unwrapped(link) == link
