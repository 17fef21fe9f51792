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
