"""The watch list: what it says, and that whatever is wrong names its line."""

import pytest

from cuibono.core.errors import SettingsError
from cuibono.desk.config import DEFAULT_KINDS, parse, queried
from cuibono.desk.watch import Pace

WHOLE = """
[watch]
every = "15m"
quota = 50
metrics = "127.0.0.1:9464"

[[source]]
kind = "feed"
url = "https://news.example/feed.xml"
every = "5m"
pages = true

[[source]]
kind = "federal-register"
agencies = ["bureau-a", "bureau-b"]
limit = 20

[alerts]
kinds = ["corrected", "clock moved"]

[[alerts.webhook]]
url = "https://hooks.example/desk"
secret_env = "HOOK_SECRET"

[[alerts.webhook]]
url = "https://other.example/desk"

[alerts.email]
host = "mail.example.org"
from = "desk@example.org"
to = ["a@example.org"]

[alerts.feed]
rss = "/srv/feed.xml"
"""


def test_everything_that_can_be_said():
    config = parse(WHOLE, "watch.toml")
    feed, register = config.sources
    assert feed.options == {"kind": "feed", "url": "https://news.example/feed.xml", "pages": "yes"}
    assert (feed.every, feed.quota, feed.where) == (300.0, 50, "watch.toml:7")
    assert register.options == {"kind": "federal-register", "agencies": "bureau-a, bureau-b", "limit": "20"}
    assert (register.every, register.where) == (900.0, "watch.toml:13")
    assert config.kinds == ("corrected", "clock moved")
    assert config.metrics == "127.0.0.1:9464"
    assert [(each.kind, each.where) for each in config.channels] == [
        ("webhook", "watch.toml:21"),
        ("webhook", "watch.toml:25"),
        ("email", "watch.toml:28"),
        ("feed", "watch.toml:33"),
    ]


def test_an_empty_list_is_no_error_of_its_own():
    config = parse("", "watch.toml")
    assert (config.sources, config.channels, config.kinds) == ((), (), DEFAULT_KINDS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[watch\n", r"w:1: this is no TOML: .*line 1"),
        ("[watch]\nevery = 5\n", "w:2: every: should be a time from 10 seconds to 30 days"),
        ("[watch]\n\nevery = '-1m'\n", "w:3: every: should be a time"),
        ("[watch]\nevery = '99d'\n", "w:2: every: should be a time"),
        ("[watch]\nevery = [1]\n", "w:2: every: should be a time"),
        ("[watch]\nquota = 0\n", "w:2: quota: should be a number from 1"),
        ("[watch]\nquota = true\n", "w:2: quota: should be a number"),
        ("[watch]\nmetrics = '0.0.0.0:80'\n", "w:2: metrics: should be 127.0.0.1:PORT"),
        ("[watch]\nmetrics = '127.0.0.1:99999'\n", "w:2: metrics: should be"),
        ("[watch]\ncolour = 1\n", "w:2: colour: there is no such setting; there are every, metrics, quota"),
        ("[watch]\ncolour = 1\nsize = 1\nform = 1\nweight = 1\ntaste = 1\n", "w:2: colour: there is no such setting"),
        ("watch = 1\n", r"w:1: watch: should be a table, \[watch\]"),
        ("source = 1\n", r"w:1: source: should be tables, \[\[source\]\]"),
        ("[sources]\n", "w:1: sources: there is no such setting"),
        ("[[source]]\nurl = 'x'\n", "w:1: kind is missing"),
        ("[[source]]\nkind = 'a'\n\n[[source]]\nkind = 'b'\nx = {}\n", "w:6: x: should be words"),
        ("[[source]]\nkind = 'a'\n\n[[source]]\nkind = 'b'\n\nevery = 1\n", "w:7: every: should be a time"),
        ("[alerts]\nkinds = ['corected']\n", "w:2: kinds: there is no change 'corected'; there are contradicted, "),
        ("[alerts]\nkinds = []\n", "w:2: kinds: should be a list"),
        ("[alerts]\nsms = 1\n", "w:2: sms: there is no such setting"),
        ("[[alerts.webhook]]\nurl = 'https://a.example/'\nsecret = 'x'\n", "w:3: secret: there is no such setting"),
        ("[alerts.email]\nhost = 'h'\nfrom = 'f'\n", "w:1: to is missing"),
        ("[alerts.email]\nhost = 'h'\nfrom = ''\nto = 'a'\n", "w:3: from: should be words"),
        ("[alerts.email]\nhost = 'h'\nfrom = 'f'\nto = [1]\n", "w:4: to: should be words"),
    ],
)
def test_what_is_wrong_names_its_line(text, told):
    with pytest.raises(SettingsError, match=told):
        parse(text, "w")


def test_a_query_asks_every_kind_that_takes_words():
    found = queried("export controls", ["hackernews", "arxiv"], Pace())
    assert [each.options for each in found] == [
        {"kind": "hackernews", "query": "export controls"},
        {"kind": "arxiv", "query": "all:export AND all:controls"},
    ]
    with pytest.raises(SettingsError, match="QUERY has no words"):
        queried("  …", ["hackernews"], Pace())
