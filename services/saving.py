"""Keeping a service for later, from its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rotonde.accounts.access import found_or_404, owner_of, signed_in
from services.models import Service
from services.saved import forget, save


@signed_in
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the service, or with `keep=no` keep it no longer; then back to its page."""
    if request.POST.get("keep") == "no":
        # What is no longer published can still be let go.
        service = found_or_404(Service.objects.all(), public_id=public_id)
        forget(user=owner_of(request), service=service)
        messages.success(request, _("The service is no longer in your rotonde."))
    else:
        service = found_or_404(Service.objects.published(), public_id=public_id)
        save(user=owner_of(request), service=service, at=timezone.now())
        messages.success(request, _("The service is saved in your rotonde."))
    if service.state != Service.State.PUBLISHED or request.POST.get("back") == "my":
        return redirect("my:overview")
    return redirect(service)
