"""Menus a company prepares for its newcomers: begun, described anew, and thrown away.

What stands on them is changed by services.menus.keeping, like on any menu. Who may do so is for
the caller to know.
"""

from datetime import datetime

from django.db import transaction

from rotonde.organisations.models import Organisation
from services.menus.models import Menu

# Nobody reads twenty lists; whoever makes more by mistake is told.
MOST_MENUS = 20


class TooManyMenus(Exception):
    """The company has as many menus as it may have."""


@transaction.atomic
def begin(
    *,
    organisation: Organisation,
    title: str,
    welcome: str,
    language: str,
    at: datetime,
    form_key: str = "",
) -> Menu:
    """A new, empty menu nobody else sees yet. The same `form_key` is one menu.

    Raises TooManyMenus.
    """
    # One at a time: a second sending of the form finds what the first one made.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    own = Menu.objects.of_company(organisation)
    if form_key and (known := own.filter(form_key=form_key).first()):
        return known
    if own.count() >= MOST_MENUS:
        raise TooManyMenus
    return Menu.objects.create(
        organisation=organisation,
        title=title,
        welcome=welcome,
        language=language,
        form_key=form_key or None,
        made_at=at,
        changed_at=at,
    )


def describe(*, menu: Menu, title: str, welcome: str, language: str, at: datetime) -> Menu:
    """Another title or welcome."""
    menu.title, menu.welcome, menu.language, menu.changed_at = title, welcome, language, at
    menu.save(update_fields=["title", "welcome", "language", "changed_at"])
    return menu


def discard(*, menu: Menu) -> None:
    """The menu is gone, and its link with it."""
    Menu.objects.filter(pk=menu.pk).delete()
