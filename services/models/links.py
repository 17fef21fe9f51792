"""Whether the links of the directory still lead somewhere."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Reads of link checks."""

    def dead(self) -> "LinkCheckQuerySet":
        """Those that failed again and again, for days: one bad evening is no death."""
        since = F("checked_at") - LinkCheck.LEAST_TIME
        return self.filter(failures__gte=LinkCheck.LEAST_FAILURES, failing_since__lte=since)

    def moved(self) -> "LinkCheckQuerySet":
        """Those whose server says for good that they are elsewhere."""
        return self.exclude(moved_to="").filter(outcome=LinkCheck.Outcome.FINE)


class LinkCheck(models.Model):
    """One address, and what its server answered last; `failures` are those in a row."""

    class Outcome(models.TextChoices):
        """What we made of the answer; who does not talk to programs leaves us unable to tell."""

        NEW = "new"
        FINE = "fine"
        CANNOT_TELL = "cannot-tell"
        GONE = "gone"
        FAILING = "failing"
        NO_NAME = "no-name"
        NO_ANSWER = "no-answer"

    FAILED = (Outcome.GONE, Outcome.FAILING, Outcome.NO_NAME, Outcome.NO_ANSWER)
    LEAST_FAILURES = 3
    LEAST_TIME = timedelta(days=3)

    url = models.CharField(max_length=500, unique=True)
    outcome = models.CharField(max_length=11, choices=Outcome, default=Outcome.NEW)
    status = models.PositiveSmallIntegerField(null=True)
    moved_to = models.CharField(max_length=2000, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["next_at", "id"], name="link_due")]
        constraints = [
            models.CheckConstraint(
                name="link_fails_since_its_first_failure",
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
            ),
            models.CheckConstraint(
                name="link_outcome_known",
                condition=Q(
                    outcome__in=[
                        "new",
                        "fine",
                        "cannot-tell",
                        "gone",
                        "failing",
                        "no-name",
                        "no-answer",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.url
