"""One process of the broker's load test: `python broker_load.py FOLDER produce NAME COUNT`, or
`… consume`, or `… bind NAME`.

A consumer prints each message's id as it takes it, and ends when nothing is left after FOLDER was
given a file `over`.
"""

import sys
from pathlib import Path
from queue import Empty

from kombu import Connection, Exchange, Queue

BALLAST = "é" * 100_000  # far more than one write() puts down at once
WAKE_UPS = Queue("wake-ups", Exchange("wake-ups", type="direct"), routing_key="wake-ups")


def connection(folder: str) -> Connection:
    return Connection(
        "filebroker://",
        transport="rotonde.common.filebroker:Transport",
        transport_options={
            "data_folder_in": f"{folder}/queue",
            "data_folder_out": f"{folder}/queue",
            "control_folder": f"{folder}/control",
            "polling_interval": 0.01,
        },
    )


def produce(broker: Connection, name: str, count: str) -> None:
    producer = broker.Producer()
    for number in range(int(count)):
        body = {"id": f"{name}-{number}", "ballast": BALLAST}
        producer.publish(
            body, exchange=WAKE_UPS.exchange, routing_key="wake-ups", declare=[WAKE_UPS]
        )


def consume(broker: Connection, over: Path) -> None:
    def take(body: dict[str, str], message) -> None:
        assert body["ballast"] == BALLAST
        print(body["id"], flush=True)  # noqa: T201  read by the test
        message.ack()

    with broker.Consumer([WAKE_UPS], callbacks=[take], accept=["json"]):
        while True:
            last = over.exists()
            try:
                broker.drain_events(timeout=0.5)
            except (TimeoutError, Empty):
                if last:
                    return


def bind(broker: Connection, name: str) -> None:
    for number in range(20):
        Queue(
            f"{name}-{number}", Exchange("all", type="fanout"), channel=broker.default_channel
        ).declare()


if __name__ == "__main__":
    folder, role, *arguments = sys.argv[1:]
    with connection(folder) as opened:
        if role == "consume":
            consume(opened, Path(folder) / "over")
        else:
            {"produce": produce, "bind": bind}[role](opened, *arguments)
