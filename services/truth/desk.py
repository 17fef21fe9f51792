"""The data desk: what visitors and owners say is wrong, and what our rules doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rotonde.accounts.access import found_or_404, owner_of, role_required
from rotonde.accounts.roles import Role
from rotonde.search.misses import misses
from services.guides.verdicts import judged_guides
from services.models import Suggestion
from services.proposals.desk import waiting as proposals
from services.truth import doubts
from services.truth.contradictions import contradicting_hours
from services.truth.doubts import Doubt, edit
from services.truth.duplicates import duplicates
from services.truth.links import dead_links, moved_links
from services.truth.misplaced import outside_the_service_area, outside_their_municipality
from services.truth.suggesting import settle

editors = role_required(Role.EDITOR, Role.MANAGER)
# More are not read in one sitting; the number above the list tells how many there are.
SHOWN = 25


@dataclass(frozen=True)
class Pile:
    """Doubts of one kind."""

    title: str
    doubts: Sequence[Doubt]

    @cached_property
    def number(self) -> int:
        return len(self.doubts)

    @cached_property
    def shown(self) -> Sequence[Doubt]:
        return self.doubts[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, self.number - SHOWN)


@editors
@require_safe
def data_desk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    waiting = Suggestion.objects.waiting().select_related("service__owners_check")
    piles = [
        Pile(_("The owner did not answer"), doubts.unconfirmed()),
        Pile(_("Dead links"), dead_links()),
        Pile(_("Links that moved"), moved_links()),
        Pile(_("Outside its municipality"), outside_their_municipality()),
        Pile(_("Outside the service area"), outside_the_service_area()),
        Pile(_("Hours that contradict each other"), contradicting_hours(at=now)),
        Pile(_("Perhaps listed twice"), duplicates()),
        Pile(_("A language is missing"), doubts.without_a_language()),
        Pile(_("Not checked for half a year"), doubts.stale(at=now)),
        Pile(_("No mail address to ask"), doubts.out_of_reach()),
    ]
    context = {
        "suggestions": [(each, edit(each.service)) for each in waiting[:SHOWN]],
        "waiting": waiting.count(),
        "proposals": proposals(),
        "piles": piles,
        "misses": misses(at=now)[:SHOWN],
        "judged": judged_guides()[:SHOWN],
    }
    return render(request, "desk/data/desk.html", context)


@editors
@require_POST
def settled(request: HttpRequest, key: int, state: str) -> HttpResponse:
    """What an editor made of a suggestion."""
    suggestion = found_or_404(Suggestion.objects.all(), pk=key)
    became = Suggestion.State.DONE if state == "done" else Suggestion.State.DECLINED
    if settle(suggestion=suggestion, state=became, at=timezone.now(), by=owner_of(request)):
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("This was noted already."))
    return redirect("desk:data")
