"""What the employer portal says on my rotonde: whom I hire, who has hired me and what they see."""

from django.http import HttpRequest
from django.utils import timezone

from rotonde.accounts.models import User
from rotonde.accounts.personal_data import person_of
from rotonde.common.panels import Panel, register
from rotonde.employers.access import hires_of, hires_seen_by, menus_for_hire
from rotonde.organisations.access import employers_of

MOST = 10


def register_panels() -> None:
    register("my.coming", my_hires)
    register("my.kept", prepared_for_me)
    register("my.kept", my_employers)


def my_hires(request: HttpRequest, subject: User) -> Panel | None:
    """The way to the hires, for whoever acts for an employer today."""
    on = timezone.localdate()
    employers = list(employers_of(subject, on=on)[:MOST])
    if not employers:
        return None
    count = hires_seen_by(subject, on=on).count()
    return Panel("employers/panels/my_hires.html", {"employers": employers, "count": count})


def prepared_for_me(request: HttpRequest, subject: User) -> Panel | None:
    """What my employers put together for their newcomers."""
    menus = list(menus_for_hire(hires_of(person_of(subject)))[:MOST])
    return Panel("employers/panels/menus.html", {"menus": menus}) if menus else None


def my_employers(request: HttpRequest, subject: User) -> Panel | None:
    """Silent for whoever no employer has registered."""
    own = hires_of(person_of(subject)).live().filter(declined_at=None)
    hires = list(own.select_related("employer").order_by("-starts_on", "-id")[:MOST])
    return Panel("employers/panels/my_employers.html", {"hires": hires}) if hires else None
