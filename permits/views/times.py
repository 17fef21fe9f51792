"""The times that fit, or why there are none and where to go instead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from permits.availability import Start
from permits.eligibility.telling import told_from
from permits.forms import NeedForm, WindowForm
from permits.models import Center
from permits.parties import Unbookable
from permits.presentation.choosing import choosing
from permits.presentation.looking import Looking, languages_to_choose, who_for_what
from permits.presentation.quests import Quest, centers_for, quest_from
from permits.presentation.refusals import why
from permits.views.start import start_page
from permits.views.visitors import held_by
from rotonde.common.fragments import wants_fragment


@require_safe
@vary_on_headers("HX-Request")
def times(request: HttpRequest) -> HttpResponse:
    form = NeedForm(request.GET)
    if not form.is_valid():
        return start_page(request, form, status=400)
    return times_page(request, quest_from(form.cleaned_data))


def times_page(
    request: HttpRequest,
    quest: Quest,
    *,
    center: Center | None = None,
    problem: str = "",
    nearest: list[Start] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The times page; after a refusal with its `problem` and the `nearest` starts first."""
    centers = centers_for(quest)
    if not centers:
        return render(request, "permits/nobody.html", {"quest": quest})
    window = WindowForm(request.GET, centers=centers)
    center = center or window.chosen
    try:
        party = quest.party
    except Unbookable as error:
        return render(
            request, "permits/too_many.html", {"quest": quest, "reason": why(error)}, status=400
        )
    told = told_from(quest.told, on=timezone.localdate()) if quest.told else None
    looking = Looking({**dict(quest.fields), **window.told})
    found = choosing(
        party,
        center=center,
        municipality=quest.municipality,
        first_day=window.first_day,
        every=window.every,
        part=window.part_of_day,
        address=looking.query,
        at=timezone.now(),
        outcome=told.outcome if told else None,
    )
    context = {
        "quest": quest,
        "centers": [(each, looking.query(center=each.slug)) for each in centers],
        "center": center,
        "choosing": found,
        "who": who_for_what(quest),
        "who_kept": looking.without("for_"),
        "spoken": languages_to_choose(found.languages, quest.speaks),
        "language_kept": looking.without("speaks"),
        "window": window,
        "problem": problem,
        "nearest": nearest or [],
        "held": held_by(request),
    }
    if request.method != "POST" and wants_fragment(request):
        return render(request, "permits/_finder_live.html", context)
    return render(request, "permits/times.html", context, status=400 if window.errors else status)
