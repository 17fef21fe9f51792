"""Why rules cannot be changed or published."""

from collections.abc import Sequence

from permits.eligibility.checking import Fault
from permits.refusals import Refused


class NotADraft(Refused):
    """There is no such draft (any more): it was published, or given up."""


class DraftChanged(Refused):
    """Somebody changed the draft after this page was opened."""


class BrokenRules(Refused):
    """The draft would leave somebody stuck; `faults` says where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)
