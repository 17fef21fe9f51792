"""Who may see what: the generic shape, of which every app has its own for its objects.

A person sees their own things and nobody else's. What is not theirs is not there: the answer is
404 for a stranger's object exactly as for one that never was, never a 403 that tells them apart.
Each app offers one function per kind of object, `<thing>_for(user, key)`, built on `found_or_404`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

from rotonde.accounts.models import User
from rotonde.accounts.roles import Role, has_role
from rotonde.common.private import private

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=models.Model)


def found_or_404(own: models.QuerySet[Row], **lookup: Any) -> Row:
    """The one row of `own` (what this person may see) that `lookup` names. Raises Http404.

    A key that cannot be one (not a number, too long) is as good as unknown.
    """
    try:
        found = own.filter(**lookup).first()
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Http404
    return found


def account_of(request: HttpRequest) -> User | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, User) else None


def owner_of(request: HttpRequest) -> User:
    """Whoever is signed in; for views behind `signed_in`, which lets nobody else through."""
    account = account_of(request)
    if account is None:
        raise PermissionDenied
    return account


def signed_in(view: View) -> View:
    """For whoever has an account; others sign in first and come back. Stored in no cache."""
    return private(login_required(view))


def role_required(*roles: Role) -> Callable[[View], View]:
    """For whoever has one of `roles`: strangers sign in first; for others there is no such page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_role(request.user, *roles):
                raise Http404
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return decorate


def verified_addresses(user: User) -> list[str]:
    """The mail addresses, in lower case, that `user` has shown to be theirs.

    What was arranged with one of them before there was an account belongs to it.
    """
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return sorted({address.lower() for address in confirmed.values_list("email", flat=True)})
