"""What was sent to me, and when."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rotonde.accounts.access import owner_of, signed_in
from rotonde.accounts.own_data import messages_to
from rotonde.accounts.personal_data import person_of
from rotonde.common.languages import AUTONYMS
from rotonde.notifications.kinds import title_of
from rotonde.notifications.models import Message

PER_PAGE = 20


@signed_in
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Only what did leave: what still waits may yet be dropped."""
    own = messages_to(person_of(owner_of(request))).filter(state=Message.State.SENT)
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "title": title_of(message),
            "sent_at": message.sent_at,
            "to": message.recipient,
            "language": AUTONYMS.get(message.language, message.language),
        }
        for message in page
    ]
    with timezone.override(ZoneInfo(owner_of(request).time_zone)):
        return render(request, "my/messages.html", {"page": page, "rows": rows})
