"""The secret addresses under which officers read their own time in a calendar program."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.rosters import Officer


class Feed(models.Model):
    """One address of one officer's calendar; `token` (128 random bits) opens it and nothing else.

    One is live for each kind; a renewed or revoked one stays as a row that opens nothing.
    """

    class Kind(models.TextChoices):
        VISITS = "visits", _("Visits only")
        EVERYTHING = "everything", _("Visits and the time that is taken otherwise")

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    token = models.CharField(max_length=22, unique=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "kind"],
                condition=models.Q(revoked_at__isnull=True),
                name="feed_one_of_a_kind",
            ),
            models.CheckConstraint(
                name="feed_kind_known", condition=models.Q(kind__in=["visits", "everything"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.kind}"
