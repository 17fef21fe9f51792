"""The newcomer and the world of the pages."""

from tests.permits.views.conftest import _opened, clock, newcomer, stranger, world

__all__ = ["_opened", "clock", "newcomer", "stranger", "world"]
