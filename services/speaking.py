"""Which languages are spoken at a channel, how well and when, as a reader is told."""

from dataclasses import dataclass
from itertools import groupby

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from services.models import Channel, SpokenLanguage
from services.spoken import in_order, language_name


@dataclass(frozen=True)
class Spoken:
    """A language by its name; `details` is empty where it is spoken at all hours, who knows how."""

    name: str
    details: list[str]


def spoken_there(channel: Channel, *, reader: str) -> list[Spoken]:
    """The reader's own language first, then by name. Read the channel with `told()` before."""
    rows = sorted(channel.spoken.all(), key=lambda row: row.language)
    by_language = {code: list(of) for code, of in groupby(rows, key=lambda row: row.language)}
    return [
        Spoken(language_name(code, reader), _details(by_language[code], reader))
        for code in in_order(by_language, reader)
    ]


def _details(rows: list[SpokenLanguage], reader: str) -> list[str]:
    always = [row for row in rows if row.weekday is None]
    levels = dict.fromkeys(str(row.get_level_display()) for row in rows if row.level)
    # Who is understood at all hours need not be told of some.
    hours = [] if always else [_hours(row, reader) for row in sorted(rows, key=_by_time)]
    return [*levels, *hours]


def _by_time(row: SpokenLanguage) -> tuple[int, str]:
    return row.weekday or 0, f"{row.starts_at}"


def _hours(row: SpokenLanguage, reader: str) -> str:
    names = get_day_names("abbreviated", "stand-alone", reader)
    return _("%(weekday)s %(from)s–%(until)s") % {
        "weekday": names[(row.weekday or 1) - 1],
        "from": f"{row.starts_at:%H:%M}",
        "until": f"{row.ends_at:%H:%M}",
    }
