"""Which pages elsewhere readers are led to: where to book, and what the law says."""

from collections.abc import Iterator

from permits.models import DeadlineRule, Practice
from services.truth.leads import Lead, register


def of_practices() -> Iterator[Lead]:
    """Addresses for booking, in a municipality or usually."""
    told = Practice.objects.exclude(url="").select_related("procedure", "municipality")
    for practice in told:
        yield practice.url, practice


def of_deadlines() -> Iterator[Lead]:
    """The official pages of legal deadlines."""
    for rule in DeadlineRule.objects.exclude(official_url=""):
        yield rule.official_url, rule


def register_leads() -> None:
    """Have them looked at with all others."""
    register(of_practices)
    register(of_deadlines)
