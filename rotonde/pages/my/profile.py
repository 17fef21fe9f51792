"""How I want to be addressed, and when I arrived."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rotonde.accounts.access import owner_of, signed_in
from rotonde.accounts.forms import ProfileForm
from rotonde.accounts.models import User
from rotonde.accounts.profile import change_profile

_FIELDS = tuple(ProfileForm.base_fields)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ProfileForm(initial=_known(owner_of(request))))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    change_profile(user=owner_of(request), **form.cleaned_data)
    messages.success(request, _("Your profile is saved."))
    return redirect("my:profile")


def _known(user: User) -> dict[str, object]:
    return {name: getattr(user, name) for name in _FIELDS}


def _page(request: HttpRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    return render(request, "my/profile.html", {"form": form}, status=status)
