"""The questions for a visit that is booked already: the answers are kept with it, by a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.eligibility.attaching import attach
from permits.eligibility.telling import told_from, told_in
from permits.eligibility.wizard import walk_of
from permits.models import RuleSet, Visit
from permits.presentation.checklist import checklist
from permits.presentation.facts import names_of
from permits.presentation.refusals import why
from permits.questions import party_of
from permits.refusals import Refused
from permits.views.visitors import linked_visit
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """One question after another, and what follows; where somebody lives and who comes is known."""
    visit, rule_set = linked_visit(code), RuleSet.objects.published().first()
    coming = visit.state == Visit.State.BOOKED and visit.starts_at > timezone.now()
    if rule_set is None or not coming:
        return redirect("permits:visit", code)
    if request.method == "POST":
        return _kept(request, visit)
    walk = walk_of(visit, rule_set.book, request.GET.dict())
    context = {"walk": walk, "rule_set": rule_set, "visit": visit, "layout": "permits/private.html"}
    if walk.question:
        return render(request, "permits/eligibility/question.html", context)
    told = told_in(rule_set, dict(walk.answers), on=visit.created_at.date())
    if told is None:
        return render(request, "permits/eligibility/nowhere.html", context)
    party, needed = party_of(visit), set(told.outcome.procedures)
    about_it = party.codes & needed
    context |= {
        "told": told,
        "fits": party.codes == needed,
        "bundles": checklist(party, names_of(visit), told.outcome) if about_it else [],
    }
    return render(request, "permits/eligibility/of_visit.html", context)


def _kept(request: HttpRequest, visit: Visit) -> HttpResponse:
    page = reverse("permits:visit", args=[visit.code])
    told = told_from(request.POST.get("told", ""), on=visit.created_at.date())
    if told is None:
        messages.error(request, _("These answers could not be read. Answer the questions again."))
        return redirect("permits:answers", visit.code)
    try:
        attach(visit=visit, told=told, at=timezone.now())
    except Refused as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("Kept with your visit. This is what you need to bring."))
    return redirect(f"{page}#papers")
