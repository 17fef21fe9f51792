"""What is known of one fact, in words, and whether two municipalities say the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from permits.models import Fee, Practice
from rotonde.common.languages import CODES
from rotonde.common.templatetags.times import money
from rotonde.translations.reading import shown
from services.models import Service
from services.spoken import language_names


@dataclass(frozen=True)
class Answer:
    """What somebody says of one fact; `content` has a note, `edit` is what an editor changes."""

    way: str = ""
    languages: tuple[str, ...] = ()
    days: int | None = None
    fees: tuple[Fee, ...] = ()
    url: str = ""
    phone: str = ""
    email: str = ""
    content: Practice | None = None
    edit: Any = None
    source: str = ""
    checked_on: date | None = None
    verified: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal where two answers say the same; an address to book at is no difference."""
        return *self._said, self._note or ""

    def differs_from(self, other: Answer) -> bool:
        """A town hall's entry or a fee has no room for a note: that it has none says nothing."""
        if self._said != other._said:
            return True
        return None not in (self._note, other._note) and self._note != other._note

    @property
    def _said(self) -> tuple[object, ...]:
        amounts = tuple(sorted(str(fee.amount) for fee in self.fees))
        return self.way, frozenset(self.languages), self.days, amounts

    @property
    def _note(self) -> str | None:
        """In the language it was written in."""
        if self.content is None:
            return None
        return (self.content.note_en or self.content.note_nl or "").strip()  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """In the reader's language, without the note."""
        reader = get_language() or CODES[0]
        if self.way:
            return str(Practice.Way(self.way).label)
        if self.languages:
            return ", ".join(language_names(self.languages, reader))
        if self.days is not None:
            return ngettext("About %(days)d day", "About %(days)d days", self.days) % {
                "days": self.days
            }
        return " · ".join(dict.fromkeys(_price(fee) for fee in self.fees))

    @property
    def text(self) -> str:
        """All of it in one line, for a table."""
        note = shown(self.content, "note", get_language() or CODES[0]).text if self.content else ""
        return " · ".join(filter(None, [self.words, note]))


@dataclass(frozen=True)
class Fact:
    """One fact of one procedure in one municipality, and what is usual in the region."""

    name: str
    label: str
    local: Answer | None = None
    usual: Answer | None = None
    papers: list[Any] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Only where both are known."""
        return bool(self.local and self.usual and self.local.differs_from(self.usual))

    @property
    def is_known(self) -> bool:
        return bool(self.local or self.usual or self.papers)


def of_practice(practice: Practice) -> Answer:
    return Answer(
        way=practice.way,
        languages=tuple(practice.languages),
        days=practice.days,
        url=practice.url,
        phone=practice.phone,
        email=practice.email,
        content=practice,
        edit=practice,
        source=practice.source,
        checked_on=practice.checked_on,
        verified=practice.verified,
    )


def of_fees(fees: list[Fee]) -> Answer:
    first = fees[0]
    return Answer(
        fees=tuple(fees),
        edit=first,
        source=first.source,
        checked_on=first.checked_on,
        verified=first.verified,
    )


def of_town_hall(service: Service, *, languages: bool) -> Answer | None:
    """What the entry of the town hall says: who speaks what there, or how one gets in."""
    seen: dict[str, Any] = {
        "edit": service,
        "source": service.source,
        "checked_on": service.checked_on,
        "verified": service.verified,
    }
    if languages:
        return Answer(languages=tuple(service.spoken), **seen) if service.spoken else None
    desks = [each for each in service.channels.all() if each.kind == "desk" and each.entry]
    ways = {"walk-in", "appointment"}
    found = next((each for each in desks if each.entry in ways), None)
    if found is None:
        return None
    online = next((each.url for each in service.channels.all() if each.url), "")
    return Answer(way=found.entry, url=online, **seen)


def _price(fee: Fee) -> str:
    if fee.amount is None:
        return _("Amount not known")
    return money(fee.amount, fee.currency) if fee.amount else _("Free")
