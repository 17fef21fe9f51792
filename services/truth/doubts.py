"""What in the directory may be wrong: found by rules, listed for the editors.

Each rule is a function that tells its doubts; none changes anything. What grows with the directory
is counted and cut by the database, and only what is looked at becomes words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, overload

from django.db.models import F, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rotonde.common.languages import AUTONYMS, CODES
from services.models import OwnersCheck, Service

STALE = timedelta(days=182)


@dataclass(frozen=True)
class Doubt:
    """`what` may be wrong because of `why`; `url` is where an editor mends it."""

    what: str
    why: str
    url: str


class Doubts(Sequence[Doubt]):
    """One doubt for each of the rows, told when it is asked for."""

    def __init__(self, rows: QuerySet[Any], told: Callable[[Any], Doubt]) -> None:
        self.rows, self.told = rows, told

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, which: int) -> Doubt: ...
    @overload
    def __getitem__(self, which: slice) -> list[Doubt]: ...
    def __getitem__(self, which: int | slice) -> Doubt | list[Doubt]:
        if isinstance(which, slice):
            return [self.told(row) for row in self.rows[which]]
        return self.told(self.rows[which])

    def __iter__(self) -> Iterator[Doubt]:
        return map(self.told, self.rows.iterator())


def without_a_language() -> Doubts:
    """Published entries without a name or a summary in one of the eight languages."""
    missing = Q()
    for code in CODES:
        missing |= Q(**{f"name_{code}": None}) | Q(**{f"name_{code}": ""})
        missing |= Q(**{f"summary_{code}": None}) | Q(**{f"summary_{code}": ""})
    found = Service.objects.published().filter(missing)
    return Doubts(found.order_by("slug"), _half_translated)


def stale(*, at: datetime) -> Doubts:
    """Published entries that nobody has looked at for half a year, the oldest first."""
    since = timezone.localdate(at - STALE)
    found = Service.objects.published().filter(Q(checked_on=None) | Q(checked_on__lt=since))
    return Doubts(found.order_by(F("checked_on").asc(nulls_first=True), "slug"), _unchecked)


def unconfirmed() -> Doubts:
    """Entries whose owner did not answer: marked, or hidden by now."""
    found = Service.objects.filter(owners_check__marked_at__isnull=False)
    return Doubts(found.select_related("owners_check").order_by("slug"), _unanswered)


def out_of_reach() -> Doubts:
    """Published entries whose owner cannot be asked: no mail address is known."""
    found = Service.objects.published().filter(email="", organisation__email="")
    return Doubts(found.select_related("organisation").order_by("slug"), _unreachable)


def edit(thing: Model) -> str:
    """Where an editor changes it."""
    return edit_address(type(thing), thing.pk)


def edit_address(model: type[Model], key: int) -> str:
    """Where an editor changes the one with this primary key."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[key])


def named(service: Service) -> str:
    """In English or else in Dutch: one of them is there."""
    return str(getattr(service, "name_en", "") or getattr(service, "name_nl", ""))


def _half_translated(service: Service) -> Doubt:
    languages = {"languages": ", ".join(_unspoken(service))}
    return Doubt(named(service), _("Not in: %(languages)s") % languages, edit(service))


def _unchecked(service: Service) -> Doubt:
    day = service.checked_on
    why = _("Checked on %(day)s") % {"day": date_format(day)} if day else _("Never checked")
    return Doubt(named(service), why, edit(service))


def _unanswered(service: Service) -> Doubt:
    check = service.owners_check
    return Doubt(named(service), _silence(check) % {"mail": check.recipient}, edit(service))


def _unreachable(service: Service) -> Doubt:
    return Doubt(named(service), str(service.organisation.name), edit(service))


def _silence(check: OwnersCheck) -> str:
    if check.replied_at:
        return _("Hidden: no answer from %(mail)s until a late correction")
    if check.hidden_at:
        return _("Hidden: no answer from %(mail)s")
    return _("Marked: no answer from %(mail)s")


def _unspoken(service: Service) -> list[str]:
    return [
        AUTONYMS[code]
        for code in CODES
        if not (getattr(service, f"name_{code}") and getattr(service, f"summary_{code}"))
    ]
