from tests.permits.desk.conftest import _staffed, clock, desk

__all__ = ["_staffed", "clock", "desk"]
