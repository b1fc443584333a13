"""A real mail server for tests (aiosmtpd): takes messages over a socket, refuses when told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN, BUSY, UNKNOWN = "250 taken", "451 try again later", "550 no such mailbox"


class Mailbox:
    """What the server was sent, and what it answers."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.to_receivers: dict[str, str] = {}
        self.to_messages = TAKEN
        #: Called once a message was taken with 250 and the client says goodbye.
        self.at_goodbye: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer who may receive."""
        answer = self.to_receivers.get(address, "250 ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a message or not."""
        if self.to_messages == TAKEN:
            content = envelope.content
            assert isinstance(content, bytes)
            self.messages.append(message_from_bytes(content, policy=policy.default))
        return self.to_messages

    async def handle_QUIT(  # noqa: N802
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """Say goodbye."""
        self.at_goodbye()
        return "221 bye"


class Server(Controller):
    """A server on a free port."""

    @property
    def url(self) -> str:
        """The address for the setting `smtp_url`."""
        return f"smtp://127.0.0.1:{self.port}"

    def _trigger_server(self) -> None:
        """Knock at the port that the system gave."""
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[tuple[str, Mailbox]]:
    """Run a mail server; give its address and mailbox."""
    mailbox = Mailbox()
    server = Server(mailbox, hostname="127.0.0.1", port=0, ready_timeout=60)
    server.start()
    try:
        yield server.url, mailbox
    finally:
        server.stop()
