"""What changed since an instant: services as they are now, and tombstones of those that went."""

from datetime import datetime
from typing import Any

from services.exchange.hsds import EXTENSION
from services.exchange.ids import hsds_id
from services.exchange.records import Values
from services.models import Service, Tombstone
from services.querysets import ServiceQuerySet


def changed_since(at: datetime, services: ServiceQuerySet, *, whole: bool) -> Any:
    """Rows (changed at, public id) since `at`, the oldest first.

    With `whole` also of those nobody may see any more, hidden or deleted: a selection does not
    know whether they belonged to it.
    """
    if not whole:
        shown = services.published().filter(changed_at__gte=at).order_by()
        return shown.values_list("changed_at", "public_id").order_by("changed_at", "public_id")
    rows: Any = Service.objects.filter(changed_at__gte=at).order_by()
    stones = Tombstone.objects.filter(removed_at__gte=at).order_by()
    # Who came back under the same id is told as what it is now.
    gone = stones.exclude(public_id__in=Service.objects.order_by().values("public_id"))
    # As written: what knows of translations would ask for the columns in the order of a set.
    as_written = rows.rewrite(False)
    union = as_written.values_list("changed_at", "public_id").union(
        gone.values_list("removed_at", "public_id"), all=True
    )
    return union.order_by("changed_at", "public_id")


def tombstone(public_id: str, at: datetime) -> Values:
    """All that is left to say of a service that is hidden or deleted."""
    return {
        "id": hsds_id("service", public_id),
        "name": "",
        "status": "defunct",
        "last_modified": at.isoformat(),
        EXTENSION: {"public_id": public_id, "removed": True},
    }
