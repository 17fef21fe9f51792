"""A kind of message of our own, and a real SMTP server to send it to."""

import email
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from rotonde.notifications import kinds
from rotonde.notifications.kinds import Attachment, Kind, Mail
from rotonde.notifications.models import Message


class Postbox:
    """What arrived at the SMTP server; refuses who is `refused`, puts off who is `busy`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.busy: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - the name is the server's
        self, server: Any, session: Any, envelope: Any, address: str, *_: Any
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        if address in self.busy:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """A real SMTP server that the portal's mail goes to."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    yield box
    server.stop()


@pytest.fixture
def greeting(monkeypatch) -> set[str]:
    """Registers the kind "greeting"; targets in the returned set are no longer relevant."""
    gone: set[str] = set()

    def render(message: Message) -> Mail:
        if message.target == "broken":
            raise ValueError("a template broke")
        return Mail(
            subject=f"Hello {message.target}\nin {message.language}",
            text="Welcome",
            html="<p>Welcome</p>",
            attachments=(Attachment("a.ics", b"BEGIN:VCALENDAR", "text/calendar"),),
        )

    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("greeting", lambda message: message.target not in gone, render))
    return gone
