"""The first page: what the portal does for employers, or the way to one's own hires."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from permits.models import Center
from rotonde.accounts.access import account_of
from rotonde.organisations.access import employers_of


@never_cache
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Who acts for one employer goes straight to its hires; who acts for several chooses first."""
    account = account_of(request)
    employers = list(employers_of(account, on=timezone.localdate())) if account else []
    if len(employers) == 1:
        return redirect("employers:hires", employers[0].slug)
    if employers:
        return render(request, "employers/choose.html", {"employers": employers})
    center = Center.objects.select_related("place").first()
    return render(request, "employers/landing.html", {"center": center})
