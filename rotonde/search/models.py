"""What can be found: one row per object and language."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """The words of one object in one language, as a text search vector.

    `kind` names a registered kind of object ("service"), `object_id` its primary key. Rows are
    written by `rotonde.search.indexing` only.
    """

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    vector = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language"], name="entry_once_per_language"
            )
        ]
        indexes = [GinIndex(fields=["vector"], name="entry_vector")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} ({self.language})"


class Miss(models.Model):
    """Words that were searched and found nothing: what people look for and we do not have.

    Nothing tells who searched. Rows are written by `rotonde.search.misses` only.
    """

    words = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-count", "words"]
        constraints = [
            models.UniqueConstraint(fields=["words", "language"], name="miss_once_per_words")
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.language})"
