"""What an editor does with what readers missed in a guide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rotonde.accounts.access import role_required
from rotonde.accounts.roles import Role
from services.guides.judging import settle_gap
from services.models.verdicts import GuideGap


@role_required(Role.EDITOR, Role.MANAGER)
@require_POST
def gap(request: HttpRequest, key: int) -> HttpResponse:
    """Dealt with; the words are not kept. Pressed twice, the second finds nothing to do."""
    found = GuideGap.objects.filter(pk=key).first()
    if found and settle_gap(gap=found):
        messages.success(request, _("Noted."))
    else:
        messages.warning(request, _("This was noted already."))
    return redirect("desk:data")
