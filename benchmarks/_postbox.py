"""A mail server in a process of its own: `python -m benchmarks._postbox PORT [MANY]`.

It says "ready", then notes every mail it takes: `<recipient> <Message-ID>` a line. After so MANY
it lets whoever brings one wait until it is told a line. It ends with its standard input.
"""

import asyncio
import email
import math
import sys
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    def __init__(self, many: float) -> None:
        self.many = many

    async def handle_DATA(  # noqa: N802  the name is the server's
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        while self.many <= 0:
            await asyncio.sleep(0.01)
        self.many -= 1
        mail = email.message_from_bytes(envelope.content)
        for recipient in envelope.rcpt_tos:
            print(recipient, mail["Message-ID"], flush=True)
        return "250 OK"


def main(port: str, many: str = "inf") -> None:
    box = Postbox(float(many))
    server = Controller(box, hostname="127.0.0.1", port=int(port))
    server.start()
    print("ready", flush=True)
    for _told in sys.stdin:
        box.many = math.inf
    server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
