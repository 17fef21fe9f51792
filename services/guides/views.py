"""Pages of the guides: the rack, one card, and the code printed on it."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rotonde.common.answers import cached
from rotonde.common.languages import CODES
from rotonde.common.links import whole
from rotonde.common.panels import panels
from rotonde.search.misses import note_miss
from rotonde.translations.labels import mark_machine
from rotonde.translations.reading import shown
from services.guides.forms import GapForm, RackForm, VerdictForm
from services.guides.models import Guide
from services.guides.qr import qr_code

_DAY = 86_400


@require_safe
def rack(request: HttpRequest) -> HttpResponse:
    form = RackForm(request.GET)
    text = form.text
    if text:
        found = list(Guide.objects.published().found_by(text, reader=_reader()).on_a_card())
        if not found:
            note_miss(form.cleaned_data["q"], language=_reader(), at=timezone.now())
        mark_machine(found, reader=_reader())
        context = {"found": found, "shelves": []}
    else:
        standing = list(Guide.objects.published().on_the_rack())
        mark_machine([*standing, *(guide.shelf for guide in standing)], reader=_reader())
        shelves = groupby(standing, key=lambda guide: guide.shelf)
        context = {"shelves": [(theme, list(guides)) for theme, guides in shelves]}
    return render(
        request,
        "services/guides/rack.html",
        {"form": form, "q": request.GET.get("q", ""), "text": text, **context},
        status=400 if form.errors else 200,
    )


@require_safe
def guide(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    found = published(public_id)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return page(request, found, GapForm())


def page(request: HttpRequest, found: Guide, gap: GapForm, *, status: int = 200) -> HttpResponse:
    """The card, and under it the question whether it was what the reader needed."""
    reader = _reader()
    texts = [
        shown(found, "intro", reader),
        *(shown(step, field, reader) for step in found.steps.all() for field in ("title", "text")),
    ]
    beside = [found.shelf, *found.themes.all(), *found.services.all()]
    context = {
        "machine": mark_machine([found, *found.steps.all(), *beside], reader=reader),
        "guide": found,
        "terms": sorted(found.terms.all(), key=lambda term: shown(term, "text", reader).text),
        "fallback": next((text for text in texts if text.is_fallback), None),
        "address": whole(found.get_absolute_url()),
        "aside": panels("guide.aside", request, found),
        "said": "no" if gap.is_bound else request.GET.get("said", ""),
        "verdict": VerdictForm(),
        "gap": gap,
    }
    return render(request, "services/guides/guide.html", context, status=status)


@require_safe
def qr(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The code of this card in this language."""
    found = published(public_id)
    if found.slug != slug:
        path = reverse("services:guide-qr", args=[found.slug, found.public_id])
        return HttpResponsePermanentRedirect(path)
    address = whole(found.get_absolute_url())
    return cached(request, qr_code(address), content_type="image/svg+xml", seconds=_DAY)


def published(public_id: str) -> Guide:
    """The guide readers may see, with everything its page tells. Raises Http404."""
    found = Guide.objects.published().filter(public_id=public_id).told().first()
    if found is None:
        raise Http404
    return found


def _reader() -> str:
    return get_language() or CODES[0]
