"""The glossary as a bridge: who knows a thing by its name in one language finds it by all."""

from collections.abc import Iterable

from rotonde.common.languages import CODES
from rotonde.region.models import Term
from rotonde.search.meanings import forget_meanings, write_meanings


def index_terms(terms: Iterable[Term] | None = None) -> int:
    """Let the search know what `terms` (all of them by default) are called; the phrases written.

    To be called after whatever wrote them: fixtures, the admin.
    """
    found = Term.objects.all() if terms is None else terms
    return write_meanings(
        {
            _meaning(term): {
                code: text for code in CODES if (text := getattr(term, f"text_{code}"))
            }
            for term in found
        }
    )


def forget_terms(terms: Iterable[Term]) -> None:
    """To be called before `terms` are deleted."""
    forget_meanings([_meaning(term) for term in terms])


def _meaning(term: Term) -> str:
    # By its number: the address part may change.
    return f"term:{term.pk}"
