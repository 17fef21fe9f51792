"""Carries out a plan: each service whole or not at all, in a transaction of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.catalogue import SlugFrozen, record_change, save_service
from services.exchange.building import (
    built_channels,
    built_organisation,
    built_place,
    built_service,
)
from services.exchange.defining import define
from services.exchange.drafts import Fault
from services.exchange.planning import Outcome, Plan, Step, changed_fields
from services.exchange.records import (
    Record,
    Values,
    organisation_values,
    place_values,
    told_records,
)
from services.exchange.translating import told_states
from services.models import Place, Service, Theme


def apply(plan: Plan, *, at: datetime) -> Plan:
    """Do what the plan says; what the database refuses after all becomes a refused step.

    Services are compared once more: what somebody changed since the plan is changed again.
    """
    define(plan.reading)
    for step in plan.steps:
        if step.outcome in (Outcome.ADDED, Outcome.CHANGED) and step.record:
            _try(step, step.record, at)
        elif step.hides:
            _hide(step.hides, at)
    return plan


@transaction.atomic
def _hide(public_id: str, at: datetime) -> None:
    for service in Service.objects.published().filter(public_id=public_id).select_for_update():
        Service.objects.filter(pk=service.pk).update(state=Service.State.HIDDEN)
        record_change(service, at=at)


def _try(step: Step, record: Record, at: datetime) -> None:
    try:
        with transaction.atomic():
            _write(record, at)
    except SlugFrozen:
        why = _("The address of a published service stays: others link to it.")
        step.refuse(Fault("slug", why))
    except (IntegrityError, DataError) as refused:
        rule = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None)
        step.refuse(Fault(rule or "", _("The database refuses this.")))
    except ValidationError as refused:
        step.refuse(*(Fault("", message) for message in refused.messages))


def _write(record: Record, at: datetime) -> None:
    locked = Service.objects.filter(public_id=record.public_id).select_for_update()
    there = list(locked) and list(Service.objects.filter(public_id=record.public_id).told())
    old = told_records(there)[0] if there else None
    changed = changed_fields(old, record) if old else None
    organisation = _organisation(record.organisation, record.public_id, at)
    places = {slug: _place(each, record.public_id, at) for slug, each in record.places.items()}
    service = built_service(record, there[0] if there else None)
    service.organisation = organisation
    save_service(
        service=service,
        at=at,
        themes=Theme.objects.filter(slug__in=record.themes)
        if changed is None or "themes" in changed
        else None,
        # Whoever refers to a channel keeps it while nothing changed about it.
        channels=built_channels(record, places)
        if changed is None or "channels" in changed
        else None,
    )
    # Else what changed was made from today's texts, which saving it remembered.
    if record.states is not None:
        told_states(service, record.states)


def _organisation(values: Values, public_id: str, at: datetime) -> Organisation:
    found = Organisation.objects.select_for_update().filter(slug=values["slug"]).first()
    if found is not None and organisation_values(found) == values:
        return found
    organisation = built_organisation(values, found)
    organisation.save()
    _tell(Service.objects.filter(organisation=organisation), public_id, at)
    return organisation


def _place(values: Values, public_id: str, at: datetime) -> Place:
    found = Place.objects.filter(slug=values["slug"]).select_related("municipality").first()
    if found is not None and place_values(found) == values:
        return found
    place = built_place(values, found)
    code = values["municipality"]
    place.municipality = Municipality.objects.get(nis_code=code) if code else None
    place.save()
    _tell(Service.objects.filter(channels__place=place).distinct(), public_id, at)
    return place


def _tell(services: Any, public_id: str, at: datetime) -> None:
    """What belongs to several services changed for each of them."""
    for other in services.exclude(public_id=public_id):
        record_change(other, at=at)
