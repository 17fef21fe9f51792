"""Services as lists tell them, with all that belongs to them, read once while nothing changes."""

from __future__ import annotations

from collections.abc import Sequence

from services.kept.catalogue import Catalogue
from services.models import Service

# What they take of the memory of a process: about ten kilobytes each.
MOST_KEPT = 1_000


def told(ids: Sequence[int], *, of: Catalogue) -> list[Service]:
    """The services in this order, read with `told()`; who is hidden this moment is left out.

    They are shared by all who read `of` that catalogue: not to be changed.
    """
    kept = of.told
    missing = [pk for pk in ids if pk not in kept]
    if len(kept) + len(missing) > MOST_KEPT:
        # Begun anew instead of emptied: another thread may be reading it.
        kept, missing = {}, list(ids)
        of.told = kept
    if missing:
        read = Service.objects.published().filter(pk__in=missing).told()
        kept.update((each.pk, each) for each in read)
    found = (kept.get(pk) for pk in ids)
    return [each for each in found if each is not None]
