"""What readers said of each guide, for the editors."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Sum

from services.guides.models import Guide
from services.models.verdicts import GuideGap, GuideVerdict


@dataclass
class Judged:
    """One guide: how many said yes and no, and what is to be read about it."""

    guide: Guide
    yes: int = 0
    no: int = 0
    gaps: list[GuideGap] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def share(self) -> int:
        """Of a hundred who answered, how many said yes."""
        return round(100 * self.yes / self.answers) if self.answers else 0


def judged_guides() -> list[Judged]:
    """Guides somebody answered about: those with words to read first, then by most that said no."""
    counts = GuideVerdict.objects.order_by().values("guide").annotate(y=Sum("yes"), n=Sum("no"))
    numbers = {row["guide"]: (row["y"], row["n"]) for row in counts}
    gaps = defaultdict(list)
    for gap in GuideGap.objects.all():
        gaps[gap.guide_id].append(gap)
    guides = Guide.objects.filter(pk__in={*numbers, *gaps})
    judged = [Judged(each, *numbers.get(each.pk, (0, 0)), gaps[each.pk]) for each in guides]
    return sorted(judged, key=lambda each: (-len(each.gaps), -each.no, each.guide.slug))
