"""How menus are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

if TYPE_CHECKING:
    from services.menus.models import Menu  # noqa: F401


class MenuQuerySet(QuerySet["Menu"]):
    """Reads of menus."""

    def of_account(self, account: Any) -> MenuQuerySet:
        return self.filter(account=account)

    def of_company(self, organisation: Any) -> MenuQuerySet:
        """Those a company has prepared, shared or not."""
        return self.filter(organisation=organisation)

    def counted(self) -> MenuQuerySet:
        """Each with `size`: how many entries stand on it."""
        return self.annotate(size=Count("entries"))

    def shared(self) -> MenuQuerySet:
        """Those their owners let others read."""
        return self.filter(code__isnull=False)
