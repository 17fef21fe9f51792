"""The columns of the table of services, and which value of a record each holds."""

from rotonde.common.languages import CODES
from services.exchange.records import CHANNEL, ORGANISATION, PLACE, SERVICE, SOURCED, TEXTS

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# How a column is called: the record it belongs to is its prefix.
OF_SERVICE = {("id" if name == "public_id" else name): name for name in SERVICE}
OF_TEXTS = {f"{name}_{code}": (name, code) for name in TEXTS for code in CODES}
OF_ORGANISATION = {f"organisation_{name}": name for name in ORGANISATION}
OF_PLACE = {f"place_{name}": name for name in (*PLACE, "municipality", "facilities")}
OF_CHANNEL = {f"channel_{name}": name for name in CHANNEL}
HOURS = tuple(f"hours_{day}" for day in WEEK)
# Where the hours of the usual week were seen.
OF_HOURS = {f"hours_{name}": name for name in SOURCED}
OTHER_HOURS, LANGUAGES, THEMES = "other_hours", "languages", "themes"

ALL = (
    *OF_SERVICE,
    *OF_ORGANISATION,
    THEMES,
    *OF_TEXTS,
    *OF_CHANNEL,
    *OF_PLACE,
    LANGUAGES,
    *HOURS,
    *OF_HOURS,
    OTHER_HOURS,
)
# What a further row of the same service may fill in: one more channel.
MORE_CHANNELS = frozenset({*OF_CHANNEL, *OF_PLACE, LANGUAGES, *HOURS, *OF_HOURS, OTHER_HOURS})
