"""An officer's own page: the secret addresses of their calendar, renewed and revoked."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.desk.access import desk_required, own_officer, staff_of
from permits.feeds.addresses import live_feeds, renew, revoke
from permits.models import Feed
from rotonde.common.links import whole


@desk_required
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    officer = own_officer(request.user)
    live = live_feeds(officer)
    rows = [(kind, _address(live[kind]) if kind in live else "") for kind in Feed.Kind]
    return render(request, "desk/feeds.html", {"officer": officer, "rows": rows})


@desk_required
@require_POST
def renewed(request: HttpRequest, kind: str) -> HttpResponse:
    officer = own_officer(request.user)
    renew(officer=officer, kind=_kind(kind), at=timezone.now(), by=staff_of(request))
    messages.success(request, _("Here is the new address. An older one opens nothing any more."))
    return redirect("desk:feeds")


@desk_required
@require_POST
def revoked(request: HttpRequest, kind: str) -> HttpResponse:
    officer = own_officer(request.user)
    revoke(officer=officer, kind=_kind(kind), at=timezone.now())
    messages.success(request, _("The address opens nothing any more."))
    return redirect("desk:feeds")


def _kind(text: str) -> Feed.Kind:
    if text not in Feed.Kind.values:
        raise Http404
    return Feed.Kind(text)


def _address(feed: Feed) -> str:
    return whole(reverse("permits:feed", args=[feed.token]))
