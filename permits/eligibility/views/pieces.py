"""Changing a draft piece by piece: a rule, an outcome, the words of a question or a passage."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from permits.eligibility import drafting
from permits.eligibility.forms import RevisionForm
from permits.eligibility.refusals import DraftChanged, NotADraft
from permits.eligibility.rule_forms import OutcomeForm, PieceForm, RuleForm, WordsForm
from permits.eligibility.views.rules import editors, stale, why
from permits.models import RuleSet

READ_OR_CHANGE = ["GET", "HEAD", "POST"]


@editors
@require_http_methods(READ_OR_CHANGE)
def rule(request: HttpRequest, version: int, code: str = "") -> HttpResponse:
    """A rule and its test case; without a code, a new one."""
    draft = _draft(version)
    piece = _piece(draft, "rules", code) if code else None
    form = RuleForm(draft.book, piece, request.POST or None, initial=_now(draft))
    if not code and form.is_valid() and draft.book.rule(form.cleaned_data["code"]):
        form.add_error("code", _("There is a rule of this code already."))

    def save(revision: int) -> None:
        drafting.save_rule(
            version=version, revision=revision, code=form.cleaned_data["code"], rule=form.changed
        )

    title = _("Rule: %(code)s") % {"code": code} if code else _("A new rule")
    return _change(request, draft, form, save, title=title, removable=bool(code))


@editors
@require_http_methods(READ_OR_CHANGE)
def outcome(request: HttpRequest, version: int, code: str) -> HttpResponse:
    draft = _draft(version)
    piece = _piece(draft, "outcomes", code)
    form = OutcomeForm(draft.book, piece, request.POST or None, initial=_now(draft))

    def save(revision: int) -> None:
        drafting.save_outcome(version=version, revision=revision, code=code, outcome=form.changed)

    return _change(request, draft, form, save, title=_("Outcome: %(code)s") % {"code": code})


@editors
@require_http_methods(READ_OR_CHANGE)
def words(request: HttpRequest, version: int, part: str, code: str) -> HttpResponse:
    """The words of a question (with its answers) or of a passage."""
    draft = _draft(version)
    if part not in ("questions", "passages"):
        raise Http404
    form = WordsForm(_piece(draft, part, code), request.POST or None, initial=_now(draft))

    def save(revision: int) -> None:
        drafting.save_words(
            version=version, revision=revision, part=part, code=code, words=form.changed
        )

    return _change(request, draft, form, save, title=_("Words: %(code)s") % {"code": code})


@editors
@require_POST
def removed(request: HttpRequest, version: int, code: str) -> HttpResponse:
    """Take a rule out of the draft."""
    form = RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    try:
        drafting.remove_rule(version=version, revision=revision, code=code)
    except (DraftChanged, NotADraft) as refusal:
        return stale(request, version, refusal)
    messages.success(request, _("The rule is out of the draft."))
    return redirect("desk:rules-draft", version)


def _change(
    request: HttpRequest,
    draft: RuleSet,
    form: PieceForm,
    save: Callable[[int], None],
    **context: Any,
) -> HttpResponse:
    """Show the form, or save it; nothing typed is lost where the draft changed meanwhile."""
    problem, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data["revision"])
        except NotADraft as refusal:
            return stale(request, draft.version, refusal)
        except DraftChanged as refusal:
            problem, status = why(refusal), 409
        else:
            messages.success(request, _("Saved in the draft."))
            return redirect("desk:rules-draft", draft.version)
    elif form.is_bound:
        status = 400
    context |= {"draft": draft, "form": form, "problem": problem}
    return render(request, "desk/rules/piece.html", context, status=status)


def _draft(version: int) -> RuleSet:
    found = RuleSet.objects.drafts().filter(version=version).first()
    if found is None:
        raise Http404
    return found


def _piece(draft: RuleSet, part: str, code: str) -> dict[str, Any]:
    for piece in draft.document[part]:
        if piece["code"] == code:
            found: dict[str, Any] = piece
            return found
    raise Http404


def _now(draft: RuleSet) -> dict[str, Any]:
    return {"revision": draft.revision}
