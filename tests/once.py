"""What is built once for all tests of a module; each test gets it as it was."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from datetime import datetime
from typing import TypeVar

import time_machine
from django.db import transaction
from django.utils import translation

Built = TypeVar("Built")


@contextmanager
def once(
    build: Callable[[], Built],
    *,
    at: datetime,
    unblocked: Callable[[], AbstractContextManager[None]],
) -> Iterator[Callable[[], Built]]:
    """Build at an instant, in a transaction that is undone in the end; yields who hands out copies.

    The transactions of the tests lie within this one. For modules whose tests commit nothing.
    """
    with unblocked():
        around = transaction.atomic()
        around.__enter__()
    try:
        with unblocked(), time_machine.travel(at, tick=False), translation.override("en"):
            built = build()
        yield lambda: deepcopy(built)
    finally:
        with unblocked():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
