"""Who works at the desk of which center; for everybody else there is no desk.

An administrator works everywhere. What belongs to another center is answered with 404, exactly
like what never was.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse

from permits.models import Break, Center, CenterStaff, Inquiry, Officer, Step, Visit
from permits.models.visits import VisitQuerySet
from rotonde.accounts.access import account_of, found_or_404, signed_in
from rotonde.accounts.models import User
from rotonde.common.natural_keys import NaturalKeyQuerySet

View = Callable[..., HttpResponse]
EVERYBODY = tuple(CenterStaff.Role)
# Who may read what was sent to people: reception is asked for it, officers are not.
MANAGERS = (CenterStaff.Role.MANAGER,)
OUTBOX = (CenterStaff.Role.HOST, CenterStaff.Role.MANAGER)


def centers_of(user: object, roles: tuple[CenterStaff.Role, ...] = EVERYBODY) -> QuerySet[Center]:
    """The centers where `user` works in one of `roles`."""
    centers = Center.objects.select_related("municipality", "place")
    if not isinstance(user, User) or not user.is_active:
        return centers.none()
    if user.is_superuser:
        return centers
    desks = CenterStaff.objects.filter(user=user, role__in=roles)
    return centers.filter(pk__in=desks.values("center"))


def desk_required(view: View, roles: tuple[CenterStaff.Role, ...] = EVERYBODY) -> View:
    """For whoever works at some center; `request.centers` are theirs. Strangers sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        centers = list(centers_of(request.user, roles))
        if not centers:
            raise Http404
        request.centers = centers  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def staff_of(request: HttpRequest) -> User:
    """Whoever clicks; behind `desk_required` there is always somebody."""
    account = account_of(request)
    if account is None:
        raise Http404
    return account


def center_asked(request: HttpRequest) -> Center:
    """The center named in the address, else the first of one's own. Raises Http404."""
    centers: list[Center] = request.centers  # type: ignore[attr-defined]
    asked = request.GET.get("center", "")
    for center in centers:
        if asked in ("", center.slug):
            return center
    raise Http404


def visits_at_desk(user: object) -> VisitQuerySet:
    """The visits to the centers where `user` works."""
    return Visit.objects.select_related("center", "municipality").filter(
        center__in=centers_of(user), state__in=[Visit.State.BOOKED, Visit.State.CANCELLED]
    )


def visit_at_desk(user: object, key: int) -> Visit:
    """The visit, if it is one to a center where `user` works. Raises Http404."""
    return found_or_404(visits_at_desk(user), pk=key)


def break_managed(user: object, key: int) -> Break:
    """The break, if its officer works at a center `user` manages. Raises Http404."""
    of_center = Break.objects.select_related("officer__agency__center").filter(
        officer__agency__center__in=centers_of(user, MANAGERS)
    )
    return found_or_404(of_center, pk=key)


def step_at_desk(user: object, key: int) -> Step:
    """The step of such a visit. Raises Http404."""
    steps = Step.objects.select_related(
        "visit__center", "visit__municipality", "attendee", "procedure", "officer__agency"
    )
    return found_or_404(steps.filter(visit__in=visits_at_desk(user)), pk=key)


def targets_of(user: object) -> QuerySet[Any]:
    """What messages about these visits are about, as the outbox names it ("visit:12")."""
    visits = Visit.objects.filter(center__in=centers_of(user, OUTBOX)).order_by()
    return visits.values_list(Concat(Value("visit:"), Cast("pk", CharField())), flat=True)


def inquiry_at_desk(user: object, key: int) -> Inquiry:
    """The question, if it was asked at a center where `user` works. Raises Http404."""
    return found_or_404(Inquiry.objects.filter(center__in=centers_of(user)), pk=key)


def officers_of(user: object) -> NaturalKeyQuerySet:
    """The officer that `user` is, at a center where they work; one or none."""
    pk = user.pk if isinstance(user, User) else None
    return Officer.objects.filter(user=pk, active=True, agency__center__in=centers_of(user))


def own_officer(user: object) -> Officer:
    """The officer that `user` is. Raises Http404."""
    found: Officer = found_or_404(officers_of(user).select_related("agency__center"))
    return found


def managed_center(request: HttpRequest) -> Center:
    """The center asked for, if whoever asks manages it. Raises Http404."""
    center = center_asked(request)
    return found_or_404(centers_of(request.user, MANAGERS), pk=center.pk)
