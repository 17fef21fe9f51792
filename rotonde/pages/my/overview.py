"""The first page of my rotonde: what is coming, what was kept."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rotonde.accounts.access import owner_of, signed_in
from rotonde.common.panels import panels


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every app speaks for itself: "my.coming" for what has a date, "my.kept" for the rest."""
    user = owner_of(request)
    context = {
        "coming": panels("my.coming", request, user),
        "kept": panels("my.kept", request, user),
        "unprotected": user.is_staff and not is_mfa_enabled(user),
    }
    return render(request, "my/overview.html", context)
