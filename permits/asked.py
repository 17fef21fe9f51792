"""What programs ask for, in domain terms; a Problem names the field that cannot be understood."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils.translation import gettext as _

from permits import parties, refusals, visit_rows
from permits.models import Center
from permits.parties import Person, Unbookable
from permits.presentation.refusals import why
from permits.pressure.challenge import WorkAsked
from permits.representation import starts_told
from rotonde.common.answers import site_of
from rotonde.common.problems import Problem
from rotonde.region.models import Municipality

_STATUS = {
    refusals.NoSuchVisit: 404,
    refusals.TooManyHolds: 429,
    refusals.TooManyVisits: 429,
    refusals.HoldExpired: 410,
}


def center_called(code: str) -> Center:
    try:
        return visit_rows.center_called(code)
    except Center.DoesNotExist:
        raise Problem(422, _("We do not know this center."), field="center") from None


def municipality_called(nis_code: str | None) -> Municipality | None:
    if nis_code is None:
        return None
    found = Municipality.objects.filter(nis_code=nis_code).first()
    if found is None:
        raise Problem(422, _("We do not know this municipality."), field="municipality")
    return found


def person_from(text: str) -> Person:
    """A person from "adult:registration,residence-permit"."""
    kind, _colon, codes = text.partition(":")
    return Person(kind.strip(), tuple(code.strip() for code in codes.split(",") if code.strip()))


@contextmanager
def refusals_as_problems(
    request: HttpRequest, *, people: str, center: Center | None = None
) -> Iterator[None]:
    """Turn what the engine refuses into problem details; `people` is what the party is called."""
    try:
        yield
    except parties.NobodyMayAct as refusal:
        raise _elsewhere(request, refusal) from None
    except Unbookable as refusal:
        raise Problem(422, why(refusal), field=people) from None
    except refusals.SlotTaken as refusal:
        zone = center.time_zone if center else "UTC"
        nearest = starts_told(refusal.nearest, zone)
        raise Problem(409, why(refusal), field="start", nearest=nearest) from None
    except WorkAsked as asked:
        raise _work(asked) from None
    except refusals.Refused as refusal:
        about_mail = isinstance(refusal, refusals.TooManyVisits | refusals.HasVisit)
        field = "email" if about_mail else ""
        status = _STATUS.get(type(refusal), 409)
        raise Problem(status, why(refusal), field=field) from None


def _work(asked: WorkAsked) -> Problem:
    """What to solve, or how long to wait, before the same request again."""
    challenge = asked.challenge
    told = {
        "token": challenge.token,
        "bits": challenge.bits,
        "algorithm": "sha256(token:n)",
        "not_before": challenge.not_before,
    }
    return Problem(429, why(asked), field="challenge", challenge=told)


def _elsewhere(request: HttpRequest, refusal: parties.NobodyMayAct) -> Problem:
    municipality = refusal.municipality
    link = {}
    if isinstance(municipality, Municipality):
        link = {"url": site_of(request) + municipality.get_absolute_url()}
    return Problem(422, why(refusal), field="municipality", **link)
