"""The desk for translations: how far each language is, and the side-by-side editor."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rotonde.accounts.access import found_or_404, role_required
from rotonde.accounts.roles import Role
from rotonde.common.languages import AUTONYMS, CODES, direction
from rotonde.translations import machine
from rotonde.translations.board import Waiting, coverage, title_of, waiting
from rotonde.translations.filling import ForPeople, suggestions
from rotonde.translations.forms import BoardForm, SideBySideForm
from rotonde.translations.kinds import Kind, kinds
from rotonde.translations.side_by_side import pieces
from rotonde.translations.translating import ChangedMeanwhile, TextNeeded, translate

PER_PAGE = 25
_WHY = {
    ForPeople: gettext_lazy(
        "Official texts like these are translated by people, never by a machine."
    ),
    machine.KeyRefused: gettext_lazy(
        "The translation service does not let us in: its key is wrong."
    ),
    machine.EnoughForNow: gettext_lazy(
        "The translation service has had enough of us for now. Try again later."
    ),
    machine.Unreachable: gettext_lazy("The translation service does not answer. Try again later."),
    machine.Unusable: gettext_lazy("What the translation service answered cannot be used."),
}

editors = role_required(Role.EDITOR, Role.MANAGER)


@editors
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    number = _number(request.GET.get("page"))
    found = _waiting(form, request.user, number)
    if number > 1 and not found.works:
        return redirect(f"{request.path}?{form.query}")
    context = {
        "form": form,
        "standing": coverage(languages=CODES, user=request.user),
        "works": found.works,
        "page": Paginator(range(found.total), PER_PAGE).get_page(number),
        "total": found.total,
    }
    return render(request, "desk/languages/board.html", context)


def _waiting(form: BoardForm, user: Any, number: int) -> Waiting:
    return waiting(
        wanted=form.kinds,
        languages=form.languages,
        states=form.states,
        user=user,
        reader=_reader(),
        first=(number - 1) * PER_PAGE,
        most=PER_PAGE,
    )


@editors
@require_http_methods(["GET", "HEAD", "POST"])
def side_by_side(request: HttpRequest, kind: str, key: int, language: str) -> HttpResponse:
    """A thing in one language beside its source; what is typed is never lost."""
    sort, thing = _found(request, kind, key, language)
    shown = pieces(thing, language)
    form = SideBySideForm(thing, shown, language, request.POST or None)
    status = 200
    if "suggest" in request.POST:
        _suggest(request, form, sort, thing)
    elif request.method == "POST":
        if form.is_valid() and _saved(request, form, sort, thing):
            return redirect(f"{reverse('desk:languages')}?language={language}#waiting")
        status = 409 if form.moved else 400
    context = _context(form, sort, thing)
    return render(request, "desk/languages/side_by_side.html", context, status=status)


def _saved(request: HttpRequest, form: SideBySideForm, kind: Kind, thing: Any) -> bool:
    try:
        done = translate(
            kind=kind,
            thing=thing,
            language=form.language,
            texts=form.written,
            minor=form.minor,
            at=timezone.now(),
        )
    except ChangedMeanwhile as refusal:
        form.show_anew(refusal.fields)
        return False
    except TextNeeded:
        form.add_error(None, _("A text that others are translated from cannot be taken away."))
        return False
    if done:
        text = ngettext("%(n)d text is saved.", "%(n)d texts are saved.", len(done))
        messages.success(request, text % {"n": len(done)})
    else:
        messages.info(request, _("Nothing was changed."))
    return True


def _suggest(request: HttpRequest, form: SideBySideForm, kind: Kind, thing: Any) -> None:
    """Fill the empty boxes; what is typed in others stays, and nothing is saved."""
    asked = form.empty
    if not asked:
        messages.info(request, _("There is nothing to suggest: no text is missing here."))
        return
    try:
        found = suggestions(kind, thing, form.language, asked)
    except machine.NotTranslated as problem:
        messages.warning(request, str(_WHY.get(type(problem), _WHY[machine.Unreachable])))
        return
    form.fill(found)
    if len(found) < len(asked):
        text = _("Nothing usable came back for some texts: write them by hand.")
        messages.warning(request, text)
    if found:
        text = _("The suggestions stand in the empty boxes. Nothing is saved yet.")
        messages.info(request, text)


def _found(request: HttpRequest, code: str, key: int, language: str) -> tuple[Kind, Any]:
    kind = kinds().get(code)
    if kind is None or language not in CODES:
        raise Http404
    return kind, found_or_404(kind.of(request.user), pk=key)


def _context(form: SideBySideForm, kind: Kind, thing: Any) -> dict[str, Any]:
    address = getattr(thing, "get_absolute_url", None)
    return {
        "form": form,
        "kind": kind,
        "title": title_of(thing, _reader()),
        "thing": thing,
        "url": address() if address else "",
        "language": form.language,
        "called": AUTONYMS[form.language],
        "direction": direction(form.language),
        "has_machine": machine.is_on(),
        "has_source": any(piece.source for piece in form.pieces),
        "others": [(code, name) for code, name in AUTONYMS.items() if code != form.language],
    }


def _number(page: str | None) -> int:
    """A page that is none is the first one."""
    return max(int(page), 1) if page and page.isascii() and page.isdigit() and len(page) < 7 else 1


def _reader() -> str:
    return get_language() or CODES[0]
