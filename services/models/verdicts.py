"""Whether guides were what people needed, and what they missed; nothing of the people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GuideVerdict(models.Model):
    """How many readers of one language said yes, and how many no. No row tells when, or who."""

    guide = models.ForeignKey("services.Guide", on_delete=models.CASCADE, related_name="verdicts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["guide", "language"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "language"], name="guide_verdict_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} {self.language}: {self.yes}/{self.no}"


class GuideGap(models.Model):
    """What somebody missed in a guide, in their words; gone when an editor has dealt with it."""

    guide = models.ForeignKey("services.Guide", on_delete=models.CASCADE, related_name="gaps")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("what was missing"), max_length=500)
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=22, null=True, unique=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="guide_gap_says_something", condition=~Q(text=""))
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}: {self.text[:40]}"
