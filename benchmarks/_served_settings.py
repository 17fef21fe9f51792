"""The portal's settings with one more address: the empty view."""

from rotonde.settings import *  # noqa: F403

# All clients of a measurement come from one address.
REGISTRATIONS_PER_ADDRESS_PER_HOUR = REGISTRATIONS_PER_ADDRESS_PER_DAY = 1_000_000
# That somebody came too late is an answer like any other here: a line for each would be thousands.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}  # type: ignore[index]  # noqa: F405
ROOT_URLCONF = "benchmarks._served_urls"
