"""What people may come for: everything in one visit first, then each procedure by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from permits.models import Procedure
from rotonde.translations.reading import shown


@dataclass(frozen=True)
class Need:
    """One choice: the procedures it stands for, in the order they are gone through."""

    procedures: tuple[Procedure, ...]

    @property
    def value(self) -> str:
        """How addresses and forms name it."""
        return ",".join(procedure.slug for procedure in self.procedures)

    @property
    def combined(self) -> bool:
        return len(self.procedures) > 1

    @property
    def title(self) -> str:
        """In the reader's language; a single procedure is called by its own name."""
        if self.combined:
            return gettext("Everything in one visit")
        return shown(self.procedures[0], "name", get_language() or "en").text


def offered() -> list[Need]:
    """Combined needs first: a procedure that follows others, together with what it follows."""
    procedures = list(Procedure.objects.prefetch_related("follows"))
    combined = [
        Need((*sorted(procedure.follows.all(), key=_position), procedure))
        for procedure in procedures
        if procedure.follows.all()
    ]
    return [*combined, *(Need((procedure,)) for procedure in procedures)]


def need_of(procedures: Iterable[Procedure]) -> Need:
    """The need that these procedures make up, in their usual order."""
    return Need(tuple(sorted(set(procedures), key=_position)))


def _position(procedure: Procedure) -> tuple[int, str]:
    return procedure.position, procedure.slug
