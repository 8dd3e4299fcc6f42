"""Changes by e-mail through a server of the user's, always over TLS. One message tells of several changes."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from cuibono.alerts.plain import headline, line, words
from cuibono.core.errors import FetchError, NotTold
from cuibono.core.ids import content_id
from cuibono.core.ports import Clockwork
from cuibono.core.watch import Noticed

_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out, and from whom to whom. The password is kept out of every message and log."""

    host: str
    port: int
    sender: str
    receivers: tuple[str, ...]
    tls_at_once: bool = False  # else STARTTLS, without which nothing is sent
    user: str = ""
    password: str = field(default="", repr=False)


class Mail:
    """A channel that writes e-mail."""

    at_once = 50  # changes in one message

    def __init__(
        self,
        server: MailServer,
        clock: Clockwork,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        """Send through ``server``; ``trust`` says which certificates are trusted."""
        self.name = content_id("email:", server.host, *server.receivers)
        self._server = server
        self._clock = clock
        self._trust = trust

    def tell(self, changes: Sequence[Noticed]) -> None:
        """Send one message with these changes.

        Raises:
            NotTold: it certainly was not sent.
            FetchError: nobody can say whether it was.
        """
        message = self._message(changes)
        where = f"{self._server.host}:{self._server.port}"
        try:
            connection = self._connected()
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            raise NotTold(f"mail server {where}: {_cause(error)}") from error
        try:
            connection.send_message(message, self._server.sender, list(self._server.receivers))
        except (
            smtplib.SMTPResponseException,
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPNotSupportedError,
        ) as error:
            raise NotTold(f"mail server {where}: {_cause(error)}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise FetchError(f"mail server {where}: {_cause(error)}; nobody can say whether it was sent") from error
        finally:
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.tls_at_once:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_SECONDS, context=self._trust()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        try:
            if not server.tls_at_once:
                connection.starttls(context=self._trust())
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _message(self, changes: Sequence[Noticed]) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._server.sender
        message["To"] = ", ".join(self._server.receivers)
        message["Date"] = self._clock()
        message["Message-ID"] = f"<{content_id('change-', *(change.id for change in changes))}@cuibono.invalid>"
        more = f" (and {len(changes) - 1} more)" if len(changes) > 1 else ""
        message["Subject"] = line(f"[cuibono] {headline(changes[0])[:150]}{more}")
        message["Auto-Submitted"] = "auto-generated"
        parts = [f"{headline(change)}\n{words(change)}\nstory {change.story}, change {change.id}" for change in changes]
        message.set_content("\n\n\n".join(parts) + "\n")
        return message


def _cause(error: Exception) -> str:
    """What went wrong, without what was sent: an answer may repeat it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "it does not take the user name and password"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no TLS" if "STARTTLS" in str(error) else "it does not support what is needed"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answers {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "it refuses the receivers"
    reason = getattr(error, "strerror", None) or getattr(error, "verify_message", None)
    return str(reason or type(error).__name__)
