"""What we know about a translation: from which text it was made, by whom, and who read it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SourceRevision(models.Model):
    """A text that others are translated from, each wording once, by its hash.

    Kept so that a translator sees what changed since; `seen_at` is when we first met it.
    """

    hash = models.CharField(primary_key=True, max_length=64)
    text = models.TextField()
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:60]


class TranslationState(models.Model):
    """The state of one field of one object in one language.

    `source_hash` is the hash of the source text at translation time: when the source has
    changed since, the translation is outdated, whatever the clock says. `text_hash` is the hash of
    the translation itself: a row speaks of no other text. Empty where an older release wrote it.
    """

    class Origin(models.TextChoices):
        HUMAN = "human", _("Human")
        MACHINE = "machine", _("Machine")

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    source_language = models.CharField(max_length=2)
    source_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64, blank=True, default="")
    origin = models.CharField(max_length=7, choices=Origin, default=Origin.HUMAN)
    reviewed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "field", "language"],
                name="translation_state_once_per_field",
            ),
            models.CheckConstraint(
                name="translation_origin_known", condition=models.Q(origin__in=["human", "machine"])
            ),
            models.CheckConstraint(
                name="translation_from_another_language",
                condition=~models.Q(language=models.F("source_language")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} {self.field} ({self.language})"


class Tally(models.Model):
    """How many texts of one thing stand how in one language; see `tally.py`, which alone writes it.

    Each `…_since` is when we first met the oldest source of those texts.
    """

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    complete = models.SmallIntegerField()
    outdated = models.SmallIntegerField()
    machine = models.SmallIntegerField()
    missing = models.SmallIntegerField()
    outdated_since = models.DateTimeField(null=True)
    machine_since = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "language"], name="translations_tallied_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id} ({self.language})"


class Untallied(models.Model):
    """A thing that was written since its texts were counted, once for each time."""

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
