"""Webhooks: signed, through the one egress, and it is known whether they arrived."""

import hashlib
import hmac
import json
import re

import pytest

from cuibono.alerts.webhook import Webhook
from cuibono.core.errors import FetchError, NotTold
from cuibono.sources.http import Egress
from cuibono.sources.limits import Limits
from tests.alerts.conftest import NAUGHTY, change
from tests.sources.conftest import answer

SECRET = b"canary-secret"


def taking(server, status="204 No Content", bodies=None):
    """A page that takes what is posted, whole."""

    def page(connection, _path):
        head, _, body = server.requests[-1].partition("\r\n\r\n")
        length = int(re.search(r"content-length: (\d+)", head, re.IGNORECASE).group(1))
        data = body.encode("latin-1")
        while len(data) < length:
            data += connection.recv(65536)
        if bodies is not None:
            bodies.append((head, data))
        connection.sendall(answer(b"", status=status))

    server.pages["/hook"] = page


def webhook(server, clock, *, intranet=True, secret=SECRET, seconds=5.0):
    places = frozenset({server.place}) if intranet else frozenset()
    limits = Limits(intranet=places, total_seconds=seconds, idle_seconds=seconds)
    return Webhook(server.url("/hook"), secret, Egress(clock, limits), clock)


def test_each_change_is_posted_with_its_id_and_a_signature_over_the_bytes(server, clock):
    bodies = []
    taking(server, bodies=bodies)
    webhook(server, clock).tell([change(words=NAUGHTY), change("n2")])
    assert [json.loads(body)["change"]["id"] for _, body in bodies] == ["n1", "n2"]
    head, body = bodies[0]
    assert head.startswith("POST /hook HTTP/1.1\r\n")
    assert re.search(r"^cuibono-id: n1\r?$", head, re.IGNORECASE | re.MULTILINE)
    at, signature = re.search(r"^cuibono-signature: t=(\d+),v1=(\w+)", head, re.IGNORECASE | re.MULTILINE).groups()
    assert at == str(int(clock().timestamp()))
    assert signature == hmac.new(SECRET, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert SECRET.decode() not in head + body.decode()
    assert json.loads(body)["change"]["quotes"][0]["quote"] == NAUGHTY


def test_without_a_secret_nothing_is_signed(server, clock):
    bodies = []
    taking(server, bodies=bodies)
    webhook(server, clock, secret=b"").tell([change()])
    assert "cuibono-signature" not in bodies[0][0].lower()


def test_the_intranet_needs_the_explicit_setting(server, clock):
    taking(server)
    with pytest.raises(NotTold, match="port"):
        webhook(server, clock, intranet=False).tell([change()])
    assert server.connections == 0


@pytest.mark.parametrize("status", ["500 Oops", "404 Gone", "302 Found", "429 Slow"])
def test_a_server_that_does_not_take_it_was_not_told(server, clock, status):
    taking(server, status)
    with pytest.raises(NotTold, match=rf"answers {status[:3]} and does not take"):
        webhook(server, clock).tell([change()])
    assert len(server.requests) == 1, "no redirect is followed"


def test_without_a_connection_it_was_not_told_and_the_path_is_no_ones_business(server, clock):
    hook = webhook(server, clock)
    server.stop()
    with pytest.raises(NotTold, match="cannot be connected to") as caught:
        hook.tell([change()])
    assert "/hook" not in str(caught.value)


def test_where_it_breaks_off_nobody_can_say(server, clock):
    server.pages["/hook"] = lambda connection, _path: connection.close()
    with pytest.raises(FetchError):
        webhook(server, clock).tell([change()])


def test_where_no_answer_comes_nobody_can_say(server, clock):
    server.pages["/hook"] = lambda _connection, _path: server.stopped.wait(5)
    with pytest.raises(FetchError):
        webhook(server, clock, seconds=0.3).tell([change()])


def test_the_name_of_a_channel_does_not_tell_the_link(server, clock):
    assert "hook" not in webhook(server, clock).name.removeprefix("webhook:")
