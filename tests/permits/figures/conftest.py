from tests.permits.desk.conftest import clock, desk

__all__ = ["clock", "desk"]
