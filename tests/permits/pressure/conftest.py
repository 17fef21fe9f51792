"""The newcomer and the world of the pages."""

from tests.permits.views.conftest import clock, newcomer, stranger, world

__all__ = ["clock", "newcomer", "stranger", "world"]
