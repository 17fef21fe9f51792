"""What an editor says of a file that leaves it open: others know neither our kinds nor themes."""

from dataclasses import dataclass

from services.exchange.checking import Known
from services.exchange.records import Record


@dataclass(frozen=True)
class Assumed:
    """The kind of organisations that tell none, and the theme of services without one of ours."""

    kind: str = ""
    theme: str = ""

    def complete(self, record: Record, known: Known) -> None:
        """Fill in what `record` leaves open; with a theme at hand unknown ones are let go."""
        if self.kind and not record.organisation["kind"]:
            record.organisation["kind"] = self.kind
        if self.theme:
            ours = [slug for slug in record.themes if slug in known.themes]
            record.themes[:] = ours or [self.theme]


NOTHING = Assumed()
