"""The rules that come with the portal: published through the same gate as every other version.

Where they have changed since, they become a new version. What an editor published or is writing
stays: then nothing happens but word of it, and an editor takes over by hand what is to be new.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from permits.eligibility.checking import Fault
from permits.eligibility.publishing import publish
from permits.eligibility.refusals import BrokenRules
from permits.eligibility.shipped import shipped_document
from permits.models import RuleSet


class Seeded(StrEnum):
    """What became of the shipped rules."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    EDITED = "an editor's version counts"
    BEING_WRITTEN = "an editor is writing the next version"
    BROKEN = "broken"


@dataclass(frozen=True)
class SeededRules:
    """`version` is the one that was published, or that stands in the way."""

    outcome: Seeded
    version: int
    faults: tuple[Fault, ...] = ()

    @property
    def words(self) -> str:
        """One line for whoever runs it, and one for each fault."""
        said = {
            Seeded.PUBLISHED: f"rules: version {self.version} published",
            Seeded.UNCHANGED: f"rules: unchanged, version {self.version} holds them",
            Seeded.EDITED: f"rules: the shipped ones have changed and were NOT published:"
            f" version {self.version}, which counts, is an editor's",
            Seeded.BEING_WRITTEN: f"rules: the shipped ones have changed and were NOT published:"
            f" an editor is writing version {self.version}",
            Seeded.BROKEN: f"rules: the shipped ones have changed and were NOT published:"
            f" they do not fit what is in the catalogue; version {self.version} counts on",
        }
        faults = (f"  {each.what} {each.where} {each.detail}".rstrip() for each in self.faults)
        return "\n".join([said[self.outcome], *faults])


def seed_rules(*, at: datetime) -> SeededRules:
    """Let the shipped rules count, unless they do, or an editor's do.

    Raises BrokenRules where there are no others that could count instead.
    """
    document = shipped_document()
    with transaction.atomic():
        # Two who begin at once: the second waits here, or finds the version taken.
        standing = list(RuleSet.objects.select_for_update().order_by("-version"))
        shipped = next((each for each in standing if each.shipped), None)
        if shipped and shipped.document == document:
            return SeededRules(Seeded.UNCHANGED, shipped.version)
        counts = next((s for s in standing if s.state == RuleSet.State.PUBLISHED), None)
        if counts and not counts.shipped:
            return SeededRules(Seeded.EDITED, counts.version)
        draft = next((s for s in standing if s.state == RuleSet.State.DRAFT), None)
        if draft:
            return SeededRules(Seeded.BEING_WRITTEN, draft.version)
        try:
            return SeededRules(Seeded.PUBLISHED, _publish(document, standing, at))
        except BrokenRules as broken:
            if counts is None:
                raise
            return SeededRules(Seeded.BROKEN, counts.version, tuple(broken.faults))


@transaction.atomic
def _publish(document: dict[str, object], standing: list[RuleSet], at: datetime) -> int:
    version = standing[0].version + 1 if standing else 1
    draft = RuleSet.objects.create(version=version, document=document, created_at=at, shipped=True)
    return publish(version=version, revision=draft.revision, by=None, at=at).version
