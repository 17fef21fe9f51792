"""What can be found, one row per object and language, and the words that lead to it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.languages import AUTONYMS
from rotonde.common.natural_keys import NaturalKey

# Words without capitals or signs, with single spaces: what `folding.fold` makes.
FOLDED = r"^[^[:space:][:upper:][:punct:]]+( [^[:space:][:upper:][:punct:]]+)*$"


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


class Word(models.Model):
    """A word of the entries of a kind: what a mistyped one may be meant to be.

    Rows are written by `rotonde.search.vocabulary` only. The same word may stand here twice: a
    constraint would let two who write texts at the same time wait for each other.
    """

    kind = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["kind", "language", "word"], name="word_by_kind")]

    def __str__(self) -> str:
        return f"{self.word} ({self.kind}, {self.language})"


class Phrase(models.Model):
    """One way to say something; all phrases of one `meaning` say the same.

    In folded words. Rows are written by `rotonde.search.meanings` only.
    """

    meaning = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    words = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meaning", "language", "words"], name="phrase_once_per_meaning"
            )
        ]
        indexes = [models.Index(fields=["words"], name="phrase_words")]

    def __str__(self) -> str:
        return f"{self.words} ({self.language})"


class Synonym(NaturalKey):
    """Who searches for `word` also finds what says `also`; written by editors, in folded words."""

    NATURAL_KEY = ("word", "also", "language")

    word = models.CharField(
        _("searched word"), max_length=60, help_text=_("What readers type, one word or a few.")
    )
    also = models.CharField(
        _("finds also"), max_length=60, help_text=_("What our texts call it, in any language.")
    )
    both_ways = models.BooleanField(_("and the other way round"), default=True)
    language = models.CharField(
        _("for readers of"),
        max_length=2,
        blank=True,
        choices=list(AUTONYMS.items()),
        help_text=_("Empty: for all readers."),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word", "also"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "also", "language"],
                name="synonym_once",
                violation_error_message=_("This synonym is there already."),
            ),
            models.CheckConstraint(
                name="synonym_is_another_word",
                condition=~models.Q(word=models.F("also")),
                violation_error_message=_("A word finds itself without a synonym."),
            ),
            models.CheckConstraint(
                name="synonym_is_folded",
                condition=models.Q(word__regex=FOLDED, also__regex=FOLDED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.also}"


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
