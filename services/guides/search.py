"""Which words lead to a guide, and keeping the search in step with what is written."""

from collections.abc import Iterable

from rotonde.search.indexing import forget, index
from rotonde.search.registry import Searchable, register
from services.guides.models import Guide
from services.guides.querysets import KIND


def texts(guide: Guide, language: str) -> dict[str, str]:
    """The words of one language: title, summary, terms, themes, and what the steps say.

    Only what is written in `language`: a fallback would be stemmed as what it is not. The Dutch
    terms are words of the Dutch entry, which readers of every language search along.
    """

    def written(thing: object, *fields: str) -> str:
        return " ".join(getattr(thing, f"{field}_{language}") or "" for field in fields)

    return {
        "A": written(guide, "title"),
        "B": written(guide, "summary"),
        "C": " ".join(
            [
                *(written(term, "text") for term in guide.terms.all()),
                *(written(theme, "name") for theme in guide.themes.all()),
            ]
        ),
        "D": " ".join(
            [
                written(guide, "intro", "audience"),
                *(written(step, "title", "text") for step in guide.steps.all()),
            ]
        ),
    }


def index_guides(guides: Iterable[Guide] | None = None) -> int:
    """Bring the search up to date for `guides` (all of them by default); the entries written.

    To be called after whatever wrote them: fixtures, the admin.
    """
    ids = [guide.pk for guide in (Guide.objects.all() if guides is None else guides)]
    forget(KIND, ids)
    return index(KIND, list(Guide.objects.filter(pk__in=ids).published().told()))


def register_guides() -> None:
    register(Searchable(kind=KIND, model=Guide, texts=texts))
