"""Yes or no at the foot of a guide, and what was missing; no scripts, no cookie, no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rotonde.common.addresses import address_of
from rotonde.common.languages import CODES
from services.guides.forms import GapForm, VerdictForm
from services.guides.judging import EnoughGaps, judge, tell_gap
from services.guides.models import Guide
from services.guides.views import page, published


@require_POST
def said(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count the answer; whether it was counted or one too many, the reader is thanked."""
    guide = published(public_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return redirect(f"{guide.get_absolute_url()}#asked")
    useful = form.cleaned_data["useful"]
    judge(
        guide=guide,
        language=_reader(),
        useful=useful,
        form_key=form.cleaned_data["form_key"],
        address=address_of(request),
    )
    return _back(guide, "yes" if useful else "no")


@require_POST
def missing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the words; what cannot be kept is given back to be mended."""
    guide = published(public_id)
    form = GapForm(request.POST)
    if not form.is_valid():
        return page(request, guide, form, status=400)
    try:
        tell_gap(guide=guide, language=_reader(), at=timezone.now(), **form.cleaned_data)
    except EnoughGaps:
        form.add_error(None, _("Several notes about this guide are waiting. Please try tomorrow."))
        return page(request, guide, form, status=429)
    return _back(guide, "told")


def _back(guide: Guide, what: str) -> HttpResponse:
    return redirect(f"{guide.get_absolute_url()}?said={what}#asked")


def _reader() -> str:
    return get_language() or CODES[0]
