"""The portal's Celery application on a broker of its own, in the folder BROKER_FOLDER names."""

import os

from rotonde.celery import app

__all__ = ["app"]


def use_broker(folder: str) -> None:
    """Send and take wake-ups in `folder`, whatever broker this machine has."""
    app.conf.update(
        broker_url="filebroker://localhost//",
        broker_transport_options={
            "data_folder_in": f"{folder}/queue",
            "data_folder_out": f"{folder}/queue",
            "control_folder": f"{folder}/control",
        },
    )


if "BROKER_FOLDER" in os.environ:
    use_broker(os.environ["BROKER_FOLDER"])
