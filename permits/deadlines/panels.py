"""What deadlines say on other pages: the way to the list, and one's own on my rotonde."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from permits.deadlines import cases
from permits.deadlines.situations import situation_of
from permits.models import Case, DeadlineRule
from permits.presentation.deadlines import days_left
from rotonde.accounts.models import User
from rotonde.common.panels import Panel, register
from services.models import Guide

_MOST = 12


def make_a_list(request: HttpRequest, subject: Any) -> Panel:
    """On the home page: what must be done by when."""
    return Panel("permits/panels/make_a_list.html", {})


def due_for_this(request: HttpRequest, subject: Guide) -> Panel | None:
    """Beside a guide that a deadline leads to: count your own."""
    if not DeadlineRule.objects.filter(guide=subject).exists():
        return None
    return Panel("permits/panels/due_for_this.html", {})


def my_deadlines(request: HttpRequest, subject: User) -> Panel:
    """On my rotonde: the deadlines kept with the account, the most urgent first."""
    today = timezone.localdate(timezone=cases.ZONE)
    case = Case.objects.select_related("municipality").filter(account=subject).first()
    kept = list(cases.deadlines_of(subject)[:_MOST]) if case else []
    open_days = [(each, (each.act_by - today).days) for each in kept if not each.done_at]
    context = {
        "rows": [{"deadline": d, "days": n, "left": days_left(n)} for d, n in open_days],
        "done": [each for each in kept if each.done_at],
        "query": situation_of(case).query() if case else "",
        # The token is made here, because a panel sees nothing of the page around it.
        "token": get_token(request),
    }
    return Panel("permits/panels/my_deadlines.html", context)


def register_panels() -> None:
    register("home", make_a_list)
    register("guide.aside", due_for_this)
    register("my.coming", my_deadlines)
