"""Changes menus that are kept; the only code that writes them.

Each function is one transaction that locks the menu before it looks, so that two taps at once make
one order and no entry twice.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rotonde.accounts.models import User
from services.guides.models import Guide
from services.menus.models import Menu, MenuEntry
from services.menus.refs import Change, Ref, Refs
from services.models.services import Service


def refs_in(menu: Menu | None) -> Refs:
    """What stands on `menu`, in its order, whether or not readers may see it now; one query."""
    if menu is None:
        return ()
    return _refs(MenuEntry.objects.filter(menu=menu))


def refs_of_account(account: User) -> Refs:
    """What stands on the menu of `account`; one query."""
    return _refs(MenuEntry.objects.filter(menu__account=account))


@transaction.atomic
def change(*, menu: Menu, by: Change, at: datetime) -> Refs:
    """Let `by` say what stands on `menu` from now on, and return that.

    What is no published service or guide is not taken up. Raises what `by` raises.
    """
    locked = Menu.objects.select_for_update(no_key=True).get(pk=menu.pk)
    before = refs_in(locked)
    after = by(before)
    if after == before:
        return before
    return _write(locked, before, after, at)


@transaction.atomic
def change_of_account(*, account: User, by: Change, at: datetime) -> Refs:
    """The same for the menu of `account`, which is made where there is none yet."""
    menu, _made = Menu.objects.get_or_create(
        account=account, defaults={"made_at": at, "changed_at": at}
    )
    return change(menu=menu, by=by, at=at)


@transaction.atomic
def share(*, menu: Menu, at: datetime) -> Menu:
    """Let whoever has the link read `menu`; a menu that is shared keeps its link."""
    locked = Menu.objects.select_for_update(no_key=True).get(pk=menu.pk)
    if locked.code is None:
        locked.code, locked.changed_at = secrets.token_urlsafe(16), at
        locked.save(update_fields=["code", "changed_at"])
    return locked


def withdraw(*, menu: Menu, at: datetime) -> Menu:
    """The link opens nothing any more, and never will again."""
    Menu.objects.filter(pk=menu.pk).update(code=None, changed_at=at)
    menu.code = None
    return menu


def _refs(entries: QuerySet[MenuEntry]) -> Refs:
    rows = entries.order_by("position").values_list("service__public_id", "guide__public_id")
    return tuple(_ref(*row) for row in rows)


def _ref(service: str | None, guide: str | None) -> Ref:
    return Ref("s", service) if service else Ref("g", guide or "")


def _write(menu: Menu, before: Refs, after: Refs, at: datetime) -> Refs:
    rows = MenuEntry.objects.filter(menu=menu)
    entries = dict(zip(before, rows.order_by("position"), strict=True))
    gone = [entry.pk for ref, entry in entries.items() if ref not in after]
    MenuEntry.objects.filter(pk__in=gone).delete()
    new = _published(tuple(ref for ref in after if ref not in entries))
    kept = tuple(ref for ref in after if ref in entries or ref in new)
    # Positions are unique once the transaction ends; in between two entries may share one.
    for position, ref in enumerate(kept):
        if ref in new:
            entries[ref] = MenuEntry(menu=menu, added_at=at, **new[ref])
        entries[ref].position = position
    MenuEntry.objects.bulk_update([entries[ref] for ref in kept if ref not in new], ["position"])
    MenuEntry.objects.bulk_create([entries[ref] for ref in kept if ref in new])
    Menu.objects.filter(pk=menu.pk).update(changed_at=at)
    return kept


def _published(refs: Refs) -> dict[Ref, dict[str, Any]]:
    """Those of `refs` that readers may see, as columns of an entry."""
    ids = {kind: [ref.public_id for ref in refs if ref.kind == kind] for kind in "sg"}
    services = Service.objects.published().filter(public_id__in=ids["s"]) if ids["s"] else []
    guides = Guide.objects.published().filter(public_id__in=ids["g"]) if ids["g"] else []
    return {
        **{Ref("s", each.public_id): {"service": each} for each in services},
        **{Ref("g", each.public_id): {"guide": each} for each in guides},
    }
