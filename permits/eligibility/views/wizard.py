"""What you need: one question after another, and then what follows from the answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from permits.eligibility.advice import advice
from permits.eligibility.forms import PeopleForm
from permits.eligibility.telling import told_in
from permits.eligibility.wizard import Walk, walk_from
from permits.forms import ELSEWHERE, PlaceForm
from permits.models import RuleSet
from permits.presentation.residence import served
from rotonde.region.models import Municipality


@require_safe
def what_you_need(request: HttpRequest) -> HttpResponse:
    """By the published rules; without any, by the questions of the start page."""
    rule_set = RuleSet.objects.published().first()
    if rule_set is None:
        return redirect("permits:start")
    return wizard_page(request, rule_set)


def wizard_page(request: HttpRequest, rule_set: RuleSet, *, preview: bool = False) -> HttpResponse:
    """The next question, or the outcome; of a draft as its `preview`."""
    given = request.GET.dict()
    place = PlaceForm(given if "place" in given else None)
    if place.is_bound and place.is_valid():
        given["municipality"] = place.cleaned_data["municipality"].nis_code
    walk = walk_from(rule_set.book, given)
    context = {"walk": walk, "rule_set": rule_set, "preview": preview}
    if walk.question is None:
        return _outcome_page(request, walk, rule_set, context)
    if walk.question.kind == "people":
        context["form"] = PeopleForm(request.GET if "adults" in given else None)
    if walk.question.kind == "place":
        context |= _about_places(place)
    wrong = bool(getattr(context.get("form"), "errors", None))
    return render(
        request, "permits/eligibility/question.html", context, status=400 if wrong else 200
    )


def _about_places(form: PlaceForm) -> dict[str, Any]:
    return {
        "form": form,
        "served": served(),
        "elsewhere": ELSEWHERE,
        "municipalities": Municipality.objects.all(),
    }


def _outcome_page(
    request: HttpRequest, walk: Walk, rule_set: RuleSet, context: dict[str, Any]
) -> HttpResponse:
    today = timezone.localdate()
    told = told_in(rule_set, dict(walk.answers), on=today)
    if told is None or walk.municipality is None:
        # Only a draft can leave somebody here; its preview says so.
        return render(request, "permits/eligibility/nowhere.html", context)
    found = advice(
        told,
        municipality=walk.municipality,
        adults=walk.adults,
        children=walk.children,
        on=today,
    )
    return render(request, "permits/eligibility/outcome.html", {**context, "advice": found})
