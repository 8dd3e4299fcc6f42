"""E-mail: over TLS or not at all, one message for several changes, nothing of an article in its headers."""

import contextlib
import email
import email.policy
import shutil
import socket
import ssl
import subprocess
import threading

import pytest

from cuibono.alerts.mail import Mail, MailServer
from cuibono.core.errors import FetchError, NotTold
from tests.alerts.conftest import NAUGHTY, change

PASSWORD = "canary-password"


@pytest.fixture(scope="session")
def tls(tmp_path_factory):
    """(the server's side, whom the client trusts) for "localhost"."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("mail")
    cert, key = folder / "cert.pem", folder / "key.pem"
    asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([openssl, *asked, *named, "-keyout", key, "-out", cert], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, lambda: ssl.create_default_context(cafile=cert)


class PostOffice:
    """An SMTP server of a few lines: STARTTLS, AUTH PLAIN, one message after the other."""

    def __init__(self, tls=None, *, breaks_off=False, refuses=b""):
        self.tls, self.breaks_off, self.refuses = tls, breaks_off, refuses
        self.lines, self.messages = [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with contextlib.ExitStack() as open_things, contextlib.suppress(OSError):
                self._serve(open_things.enter_context(connection), open_things)

    def _serve(self, connection, open_things):
        connection.settimeout(5)
        connection.sendall(b"220 office\r\n")
        file = open_things.enter_context(connection.makefile("rb"))
        offers = b"250-STARTTLS\r\n" if self.tls else b""
        while line := file.readline():
            self.lines.append(line)
            word = line[:8].upper()
            if word.startswith(b"EHLO"):
                connection.sendall(b"250-office\r\n" + offers + b"250-AUTH PLAIN\r\n250 8BITMIME\r\n")
            elif word.startswith(b"STARTTLS"):
                connection.sendall(b"220 go\r\n")
                connection = open_things.enter_context(self.tls.wrap_socket(connection, server_side=True))
                file = open_things.enter_context(connection.makefile("rb"))
                offers = b""
            elif word.startswith(b"AUTH"):
                connection.sendall(b"535 no\r\n" if self.refuses == b"AUTH" else b"235 in\r\n")
            elif word.startswith(b"RCPT") and self.refuses == b"RCPT":
                connection.sendall(b"550 who?\r\n")
            elif word.startswith(b"DATA"):
                connection.sendall(b"354 go\r\n")
                data = b""
                while not data.endswith(b"\r\n.\r\n"):
                    data += file.readline()
                if self.breaks_off:
                    return
                self.messages.append(email.message_from_bytes(data[:-3], policy=email.policy.default))
                connection.sendall(b"250 taken\r\n")
            else:
                connection.sendall(b"250 fine\r\n")

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self.listener.close()
        self.thread.join(5)


@pytest.fixture
def office(tls):
    opened = []

    def make(**more):
        opened.append(PostOffice(more.pop("tls", tls[0]), **more))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def mail(office, tls, clock, **more):
    server = MailServer("localhost", office.port, "desk@example.org", ("a@example.org", "b@example.org"), **more)
    return Mail(server, clock, tls[1])


def test_one_message_tells_of_several_changes(office, tls, clock):
    post = office()
    mail(post, tls, clock, user="u", password=PASSWORD).tell([change(), change("n2")])
    (message,) = post.messages
    assert message["subject"] == "[cuibono] corrected: Ferry & harbour (and 1 more)"
    assert message["to"] == "a@example.org, b@example.org"
    text = message.get_content()
    assert "before: ““ß” 12 cars”" in text
    assert "https://p.example/a?b=1&c=2" in text
    assert PASSWORD.encode() not in b"".join(post.lines)


def test_nothing_of_an_article_gets_into_the_headers(office, tls, clock):
    post = office()
    mail(post, tls, clock).tell([change(words=NAUGHTY, title=NAUGHTY)])
    (message,) = post.messages
    assert message["bcc"] is None
    assert set(message.keys()) <= {
        "From", "To", "Date", "Message-ID", "Subject", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert "\x1b" not in message.get_content()


def test_without_tls_nothing_is_sent(office, tls, clock):
    post = office(tls=None)
    with pytest.raises(NotTold, match="offers no TLS"):
        mail(post, tls, clock, user="u", password=PASSWORD).tell([change()])
    assert not any(line.startswith((b"AUTH", b"MAIL")) for line in post.lines)


def test_an_unknown_certificate_is_refused(office, tls, clock):
    post = office()
    server = MailServer("localhost", post.port, "desk@example.org", ("a@example.org",))
    with pytest.raises(NotTold, match="certificate"):
        Mail(server, clock).tell([change()])


@pytest.mark.parametrize(("refuses", "told"), [(b"AUTH", "user name and password"), (b"RCPT", "refuses the receivers")])
def test_a_server_that_refuses_was_not_told_and_no_password_is_shown(office, tls, clock, refuses, told):
    post = office(refuses=refuses)
    with pytest.raises(NotTold, match=told) as caught:
        mail(post, tls, clock, user="u", password=PASSWORD).tell([change()])
    assert PASSWORD not in str(caught.value)
    assert PASSWORD not in repr(mail(post, tls, clock, password=PASSWORD)._server)


def test_where_it_breaks_off_after_the_message_nobody_can_say(office, tls, clock):
    with pytest.raises(FetchError, match="nobody can say"):
        mail(office(breaks_off=True), tls, clock).tell([change()])


def test_no_server_at_all_was_not_told(office, tls, clock):
    post = office()
    post.close()
    with pytest.raises(NotTold, match=rf"mail server localhost:{post.port}"):
        mail(post, tls, clock).tell([change()])
