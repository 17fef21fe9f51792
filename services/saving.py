"""Keeping a service for later, from its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rotonde.accounts.access import found_or_404, owner_of, signed_in
from services.menus.asked import refuse
from services.menus.keeping import change_of_account
from services.menus.reading import ref_to
from services.menus.refs import Change, MenuFull, added, removed
from services.models import Service


@signed_in
@require_POST
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the service, or with `keep=no` keep it no longer; then back to its page."""
    if request.POST.get("keep") == "no":
        # What is no longer published can still be let go.
        service = found_or_404(Service.objects.all(), public_id=public_id)
        _change(request, lambda refs: removed(refs, ref_to(service)))
        messages.success(request, _("The service is no longer on your menu."))
    else:
        service = found_or_404(Service.objects.published(), public_id=public_id)
        try:
            _change(request, lambda refs: added(refs, ref_to(service)))
            messages.success(request, _("The service is on your menu."))
        except MenuFull:
            refuse(request)
    if service.state != Service.State.PUBLISHED or request.POST.get("back") == "my":
        return redirect("my:overview")
    return redirect(service)


def _change(request: HttpRequest, by: Change) -> None:
    change_of_account(account=owner_of(request), by=by, at=timezone.now())
