"""What a file would do to the directory, service by service, before anything is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from services.exchange.assuming import NOTHING, Assumed
from services.exchange.checking import Known, check, storable
from services.exchange.defining import check_definitions
from services.exchange.drafts import Draft, Fault, FileUnreadable, Reading
from services.exchange.reading_hsds import read_hsds
from services.exchange.reading_tables import read_csv
from services.exchange.reading_workbooks import read_xlsx
from services.exchange.records import Record, told_records
from services.models import Service

_READERS = {".csv": read_csv, ".xlsx": read_xlsx, ".json": read_hsds}
_BATCH = 200


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Step:
    """What becomes of one service of the file, and why not; without a record it is hidden."""

    row: str
    name: str
    outcome: Outcome
    record: Record | None = None
    changed: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hides: str = ""

    def refuse(self, *faults: Fault) -> None:
        self.outcome, self.faults = Outcome.REFUSED, [*self.faults, *faults]


@dataclass
class Plan:
    """The steps of a file, in its order."""

    reading: Reading
    steps: list[Step]

    @property
    def file(self) -> str:
        return self.reading.name

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(step.outcome for step in self.steps)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @property
    def refused(self) -> list[Step]:
        return [step for step in self.steps if step.outcome == Outcome.REFUSED]


def plan(content: bytes, *, name: str, assumed: Assumed = NOTHING) -> Plan:
    """Read a file by the ending of its name and compare it with what is there; writes nothing.

    What it leaves open is `assumed`. A file that cannot be read at all is one refused step.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    try:
        if reader is None:
            raise FileUnreadable(_("Only .csv, .xlsx and .json can be read."))
        reading = reader(content, name=name)
        check_definitions(reading)
    except FileUnreadable as unreadable:
        fault = Fault(unreadable.field, unreadable.why)
        refused = Step(unreadable.row, "", Outcome.REFUSED, faults=[fault])
        return Plan(Reading(name), [refused])
    known, seen = Known.today(reading), _Seen()
    steps: list[Step] = []
    for start in range(0, len(reading.drafts), _BATCH):
        batch = reading.drafts[start : start + _BATCH]
        for record in (draft.record for draft in batch if draft.record):
            assumed.complete(record, known)
        ids = [draft.record.public_id if draft.record else draft.removed for draft in batch]
        before = {each.public_id: each for each in _there(ids)}
        steps += [_step(draft, before, known, seen) for draft in batch]
    return Plan(reading, steps)


def _there(public_ids: list[str]) -> list[Record]:
    ids = [each for each in public_ids if storable(each)]
    return told_records(list(Service.objects.filter(public_id__in=ids).told()))


class _Seen:
    """What the file told before: each service once, and of everything else one thing."""

    def __init__(self) -> None:
        self.services: dict[str, str] = {}
        self.others: dict[tuple[str, str], tuple[Any, str]] = {}

    def faults(self, record: Record, row: str) -> list[Fault]:
        faults = []
        first = self.services.setdefault(record.public_id, row)
        if first != row:
            why = _("Row %(row)s tells of the service with this id already.") % {"row": first}
            faults.append(Fault("id", why))
        told = [("organisation", record.organisation)]
        told += [("place", place) for place in record.places.values()]
        for kind, values in told:
            said, where = self.others.setdefault((kind, values["slug"]), (values, row))
            if said != values:
                why = _("Row %(row)s tells this otherwise.") % {"row": where}
                faults.append(Fault(f"{kind}_slug", why))
        return faults


def _step(draft: Draft, before: dict[str, Record], known: Known, seen: _Seen) -> Step:
    record = draft.record
    if draft.removed and not draft.faults:
        return _removal(draft, before.get(draft.removed))
    if record is None:
        return Step(draft.row, "", Outcome.REFUSED, faults=draft.faults)
    old = before.get(record.public_id)
    _name_address(record, old)
    step = Step(draft.row, _name(record), Outcome.ADDED, record)
    faults = [*draft.faults, *check(record, known)]
    if (
        old
        and old.service["state"] == "published"
        and old.service["slug"] != record.service["slug"]
    ):
        why = _("The address of a published service stays: others link to it.")
        faults.append(Fault("slug", why))
    faults += [] if faults else seen.faults(record, draft.row)
    if faults:
        step.refuse(*faults)
    elif old:
        step.changed = changed_fields(old, record)
        step.outcome = Outcome.CHANGED if step.changed else Outcome.UNCHANGED
    return step


def _removal(draft: Draft, old: Record | None) -> Step:
    """What another portal no longer shows is hidden here; who links to it finds it again."""
    name = _name(old) if old else draft.removed
    if old is None or old.service["state"] != Service.State.PUBLISHED:
        return Step(draft.row, name, Outcome.UNCHANGED)
    return Step(draft.row, name, Outcome.CHANGED, changed=["state"], hides=draft.removed)


def _name_address(record: Record, old: Record | None) -> None:
    """A file of another portal does not know our addresses."""
    if not record.service["slug"]:
        name = slugify(_name(record))[:80].strip("-")
        record.service["slug"] = old.service["slug"] if old else name or record.public_id


def _name(record: Record) -> str:
    names = record.texts.get("name", {})
    return names.get("en") or names.get("nl") or next(iter(names.values()), "")


def changed_fields(old: Record, new: Record) -> list[str]:
    """The names of what differs; the states of translations count where the file tells them."""
    changed = [name for name, value in new.service.items() if value != old.service[name]]
    for name in sorted({*old.texts, *new.texts}):
        before, after = old.texts.get(name, {}), new.texts.get(name, {})
        codes = sorted({*before, *after})
        changed += [f"{name}_{code}" for code in codes if before.get(code) != after.get(code)]
    for kind in ("organisation", "themes", "channels", "places"):
        if getattr(old, kind) != getattr(new, kind):
            changed.append(kind)
    if new.states is not None and new.states != old.states:
        changed.append("translation_states")
    return changed
