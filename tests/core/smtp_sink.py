"""A mail server for tests: takes messages over a real socket and keeps them."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import cast


class Sink(socketserver.ThreadingTCPServer):
    """A server that keeps what it was sent; `refusing` makes it say that it is busy."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.messages: list[EmailMessage] = []
        self.refusing = False

    @property
    def url(self) -> str:
        """The address for the setting `smtp_url`."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    """One SMTP conversation (RFC 5321), as much of it as smtplib speaks."""

    def handle(self) -> None:
        """Answer commands until QUIT."""
        self.answer("220 sink")
        while command := self.rfile.readline().decode().strip():
            verb = command.split(":")[0].split(" ")[0].upper()
            if verb == "DATA":
                self.take_message()
            elif verb == "QUIT":
                self.answer("221 bye")
                return
            elif verb == "MAIL" and self.sink.refusing:
                self.answer("451 try again later")
            else:
                self.answer("250 ok")

    @property
    def sink(self) -> Sink:
        """The server."""
        return cast(Sink, self.server)

    def answer(self, line: str) -> None:
        """Send one line."""
        self.wfile.write(f"{line}\r\n".encode())

    def take_message(self) -> None:
        """Read a message up to the line with a single dot."""
        self.answer("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        self.sink.messages.append(message)
        self.answer("250 taken")


@contextmanager
def mail_server() -> Iterator[Sink]:
    """Run a mail server."""
    with Sink() as sink:
        Thread(target=sink.serve_forever, args=(0.01,), daemon=True).start()
        yield sink
        sink.shutdown()
