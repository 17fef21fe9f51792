"""The ticket of a visit, to be shown at reception."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from permits.models import Visit
from permits.presentation.tickets import drawn_ticket
from permits.views.visitors import linked_visit
from rotonde.common.private import private


@private
@require_safe
def drawn(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code as an image, for whoever has the private link."""
    found = linked_visit(code)
    if found.state != Visit.State.BOOKED:
        raise Http404
    return HttpResponse(drawn_ticket(found), content_type="image/svg+xml")
