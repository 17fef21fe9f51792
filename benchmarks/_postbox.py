"""A mail server in a process of its own: `python -m benchmarks._postbox PORT`.

It says "ready", then notes every mail it takes: `<recipient> <Message-ID>` a line. It ends with
its standard input.
"""

import email
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    async def handle_DATA(  # noqa: N802  the name is the server's
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        mail = email.message_from_bytes(envelope.content)
        for recipient in envelope.rcpt_tos:
            print(recipient, mail["Message-ID"], flush=True)
        return "250 OK"


def main(port: str) -> None:
    server = Controller(Postbox(), hostname="127.0.0.1", port=int(port))
    server.start()
    print("ready", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
