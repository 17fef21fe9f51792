"""The desk's rules: what counts, what is being written, what is wrong with it, and publishing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.desk.access import staff_of
from permits.eligibility import drafting
from permits.eligibility.checking import Fault
from permits.eligibility.coverage import Coverage, coverage
from permits.eligibility.forms import RevisionForm
from permits.eligibility.publishing import faults_of, publish
from permits.eligibility.refusals import BrokenRules, DraftChanged, NotADraft
from permits.eligibility.views.wizard import wizard_page
from permits.eligibility.words import fault_told, rules_told
from permits.models import RuleSet
from rotonde.accounts.access import role_required
from rotonde.accounts.roles import Role

editors = role_required(Role.EDITOR, Role.MANAGER)


@editors
@require_safe
def rule_sets(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    found = RuleSet.objects.defer("document").select_related("published_by")
    counts = next((each for each in found if each.state == RuleSet.State.PUBLISHED), None)
    context = {
        "rule_sets": found,
        "has_draft": any(map(is_draft, found)),
        "counts": counts,
        "texts": texts_in(counts) if counts else [],
    }
    return render(request, "desk/rules/list.html", context)


@editors
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin to write the next version, or go on with the one that was begun."""
    draft = drafting.start_draft(at=timezone.now())
    return redirect("desk:rules-draft", draft.version)


@editors
@require_safe
def rule_set(request: HttpRequest, version: int) -> HttpResponse:
    found = get_object_or_404(RuleSet, version=version)
    return rule_set_page(request, found, faults_of(found) if is_draft(found) else [])


def rule_set_page(
    request: HttpRequest, found: RuleSet, faults: list[Fault], *, status: int = 200
) -> HttpResponse:
    """A version as editors read it, with what keeps it from being published."""
    book = found.book
    context = {
        "rule_set": found,
        "is_draft": is_draft(found),
        "book": book,
        "rules": rules_told(book),
        "texts": texts_in(found),
        "faults": [fault_told(fault) for fault in faults],
        "refused": status == 409,
    }
    return render(request, "desk/rules/rule_set.html", context, status=status)


def texts_in(found: RuleSet) -> list[Coverage]:
    """How each language stands in this version; one query for all before it."""
    versions = RuleSet.objects.filter(version__lte=found.version).order_by("version")
    return coverage(versions.values_list("document", flat=True).iterator())


def is_draft(found: RuleSet) -> bool:
    return found.state == RuleSet.State.DRAFT


@editors
@require_safe
def preview(request: HttpRequest, version: int) -> HttpResponse:
    """The wizard by the rules of this version."""
    return wizard_page(request, get_object_or_404(RuleSet, version=version), preview=True)


@editors
@require_POST
def published(request: HttpRequest, version: int) -> HttpResponse:
    """Publish the draft; where it is broken, say everything that is."""
    form = RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    try:
        publish(version=version, revision=revision, by=staff_of(request), at=timezone.now())
    except BrokenRules as refusal:
        found = get_object_or_404(RuleSet, version=version)
        return rule_set_page(request, found, refusal.faults, status=409)
    except (DraftChanged, NotADraft) as refusal:
        return stale(request, version, refusal)
    messages.success(request, _("Published: visitors are answered by these rules from now on."))
    return redirect("desk:rules-draft", version)


@editors
@require_POST
def given_up(request: HttpRequest, version: int) -> HttpResponse:
    form = RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    try:
        drafting.give_up(version=version, revision=revision)
    except (DraftChanged, NotADraft) as refusal:
        return stale(request, version, refusal)
    messages.success(request, _("The draft is gone. What is published stays as it is."))
    return redirect("desk:rules")


def stale(request: HttpRequest, version: int, refusal: Exception) -> HttpResponse:
    """The page was older than the draft: look again."""
    messages.warning(request, why(refusal))
    if isinstance(refusal, NotADraft):
        return redirect("desk:rules")
    return redirect("desk:rules-draft", version)


def why(refusal: Exception) -> str:
    if isinstance(refusal, NotADraft):
        return _("This is no draft any more: it was published or given up.")
    return _("Somebody changed the draft after you opened this page. Look at it and try again.")
