"""Looks politely whether the links we show still lead somewhere.

A few addresses a run, one of each host, one after the other; never inside a transaction. A link is
dead after three failures over three days; a server that does not talk to programs proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from services.models import LinkCheck
from services.truth.doubts import Doubt, edit
from services.truth.leads import leads
from services.truth.looking import Asker, NoAnswer, NoSuchName, NotAsked, Seen, look

AT_A_TIME = 10
# What is left of a run after so many seconds waits for the next one.
_LONGEST_RUN = 120.0
# Whoever looks at a link has it for so long; a worker that dies gives it back.
_LEASE = timedelta(hours=1)
AGAIN, AFTER_FAILURE, MOST = timedelta(days=7), timedelta(hours=36), timedelta(days=7)
_SLOW_DOWN = 429
_NOT_FOUND = frozenset({404, 410})


def check_links(*, at: datetime, asker: Asker | None = None) -> int:
    """Look at the links that are due, if the settings let us; how many were looked at."""
    if not settings.LINK_CHECKS:
        return 0
    asker = asker or Asker(agent=f"Rotonde link check (+{settings.SITE_URL})")
    keep_in_step(at=at)
    begun, looked = monotonic(), 0
    for check in _due(at):
        if monotonic() - begun > _LONGEST_RUN:
            break
        claimed = LinkCheck.objects.filter(pk=check.pk, next_at=check.next_at)
        if claimed.update(next_at=at + _LEASE):
            _record(check, *_looked(check.url, asker, at), at)
            looked += 1
    return looked


@transaction.atomic
def keep_in_step(*, at: datetime) -> None:
    """A check for each address the directory shows now, and none for what it shows no longer."""
    shown = {url for url, _thing in leads()}
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.filter(url__in=known - shown).delete()
    LinkCheck.objects.bulk_create(
        [LinkCheck(url=url, next_at=at) for url in sorted(shown - known)], ignore_conflicts=True
    )


def dead_links() -> list[Doubt]:
    """Links that failed again and again, for the editors."""
    return [
        Doubt(str(thing), _why(check), edit(thing))
        for check, thing in _leading_to(LinkCheck.objects.dead())
    ]


def moved_links() -> list[Doubt]:
    """Links whose server says for good that they are elsewhere."""
    return [
        Doubt(
            str(thing),
            _("%(url)s moved to %(moved)s") % {"url": check.url, "moved": check.moved_to},
            edit(thing),
        )
        for check, thing in _leading_to(LinkCheck.objects.moved())
    ]


def _leading_to(checks: Iterable[LinkCheck]) -> list[tuple[LinkCheck, Model]]:
    """Each check with each thing that leads readers there; nothing is kept of the others."""
    wanted = {check.url: check for check in checks}
    found = [(wanted[url], thing) for url, thing in leads() if url in wanted] if wanted else []
    return sorted(found, key=lambda pair: pair[0].url)


def _due(at: datetime) -> list[LinkCheck]:
    """The next ones, one of each host."""
    hosts: dict[str, LinkCheck] = {}
    for check in LinkCheck.objects.filter(next_at__lte=at).order_by("next_at", "pk").iterator():
        hosts.setdefault(_host(check.url), check)
        if len(hosts) == AT_A_TIME:
            break
    return list(hosts.values())


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return url


def _looked(url: str, asker: Asker, at: datetime) -> tuple[LinkCheck.Outcome, Seen | None]:
    try:
        seen = look(url, asker, at=at)
    except NoSuchName:
        return LinkCheck.Outcome.NO_NAME, None
    except NoAnswer:
        return LinkCheck.Outcome.NO_ANSWER, None
    except NotAsked:
        return LinkCheck.Outcome.CANNOT_TELL, None
    return _judged(seen), seen


def _judged(seen: Seen) -> LinkCheck.Outcome:
    """A refusal (403, 405, 429) says something of programs, nothing of the page."""
    if seen.status < 400:
        return LinkCheck.Outcome.FINE
    if seen.status in _NOT_FOUND:
        return LinkCheck.Outcome.GONE
    if seen.status >= 500 and not seen.wait:
        return LinkCheck.Outcome.FAILING
    return LinkCheck.Outcome.CANNOT_TELL


def _record(check: LinkCheck, outcome: LinkCheck.Outcome, seen: Seen | None, at: datetime) -> None:
    failed = outcome in LinkCheck.FAILED
    told: dict[str, object] = {
        "outcome": outcome,
        "status": seen.status if seen else None,
        "moved_to": seen.moved_to[:2000] if seen and outcome == outcome.FINE else "",
        "checked_at": at,
        "next_at": at + _pause(failed, seen),
    }
    if failed:
        told |= {"failures": check.failures + 1, "failing_since": check.failing_since or at}
    elif outcome == outcome.FINE:
        told |= {"failures": 0, "failing_since": None}
    LinkCheck.objects.filter(pk=check.pk).update(**told)


def _pause(failed: bool, seen: Seen | None) -> timedelta:
    asked = timedelta(seconds=seen.wait) if seen else timedelta(0)
    usual = AFTER_FAILURE if failed else AGAIN
    if seen and seen.status == _SLOW_DOWN:
        usual = AFTER_FAILURE
    return max(min(asked, 4 * MOST), usual)


def _why(check: LinkCheck) -> str:
    day = date_format(timezone.localdate(check.checked_at)) if check.checked_at else ""
    told = {"url": check.url, "status": check.status, "day": day}
    if check.outcome == LinkCheck.Outcome.GONE:
        return _("%(url)s: this page is gone (%(status)d), last looked on %(day)s") % told
    if check.outcome == LinkCheck.Outcome.NO_NAME:
        return _("%(url)s: nobody knows this name any more, last looked on %(day)s") % told
    if check.outcome == LinkCheck.Outcome.FAILING:
        return _("%(url)s: the server fails (%(status)d), last looked on %(day)s") % told
    return _("%(url)s: no answer, last looked on %(day)s") % told
