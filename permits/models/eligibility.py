"""Sets of rules, one version after another: who needs which visit, and what goes with it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.eligibility.rulebook import RuleBook, rulebook
from permits.models.frozen import Frozen


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    """Reads of rule sets."""

    def published(self) -> "RuleSetQuerySet":
        """The one that counts now, if there is one."""
        return self.filter(state=RuleSet.State.PUBLISHED)

    def drafts(self) -> "RuleSetQuerySet":
        """The one that is being written, if there is one."""
        return self.filter(state=RuleSet.State.DRAFT)

    def told(self) -> "RuleSetQuerySet":
        """Those somebody may have answered: published, now or before."""
        return self.exclude(state=RuleSet.State.DRAFT)


class RuleSet(models.Model):
    """One version of the rules: its `document` is read by `permits.eligibility.rulebook`.

    A draft is changed in place (`revision` counts how often, so that a stale page is noticed);
    what was published never changes again, so that answers can be read by the rules they met.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    version = models.PositiveIntegerField(_("version"), unique=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("written at"))
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    # It says what came with the portal, word for word; an editor's version never does.
    shipped = models.BooleanField(default=False, db_default=False, editable=False)

    objects: ClassVar[RuleSetQuerySet] = RuleSetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("set of rules")
        verbose_name_plural = _("sets of rules")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="published"),
                name="rule_set_one_published",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="draft"), name="rule_set_one_draft"
            ),
            models.CheckConstraint(
                name="rule_set_published_at_some_time",
                condition=models.Q(state="draft", published_at__isnull=True)
                | ~models.Q(state="draft") & models.Q(published_at__isnull=False),
            ),
            Frozen(
                name="rule_set_never_changes",
                while_in="draft",
                fields=["version", "document", "created_at", "published_at", "shipped"],
                after={"published": ["retired"], "retired": []},
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.state})"

    @property
    def book(self) -> RuleBook:
        """The rules, as the calculation takes them."""
        return rulebook(self.document)
