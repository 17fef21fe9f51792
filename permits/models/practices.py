"""How a procedure goes in one respect: in a municipality, or usually in the region."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from permits.models.procedures import Procedure
from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.models import Municipality

_NOTED = Q(note_en__isnull=False, note_en__gt="") | Q(note_nl__isnull=False, note_nl__gt="")


class Practice(NaturalKey, Sourced):
    """One fact with its own source; without a municipality it is the standard of the region.

    Fees are facts of their own (`Fee`), and so are the papers everybody brings (`Requirement`).
    """

    NATURAL_KEY = ("procedure__slug", "municipality__nis_code", "fact")

    class Fact(models.TextChoices):
        BOOKING = "booking", _("How to book")
        DOCUMENTS = "documents", _("Papers to bring")
        LANGUAGES = "languages", _("Languages spoken")
        WAITING = "waiting", _("Waiting time")

    class Way(models.TextChoices):
        APPOINTMENT = "appointment", _("By appointment")
        ONLINE = "online", _("Online")
        WALK_IN = "walk-in", _("Walk in, no appointment needed")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="practices")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: what usually holds in the region."),
    )
    fact = models.CharField(_("fact"), max_length=9, choices=Fact)
    way = models.CharField(_("how to book"), max_length=11, choices=Way, blank=True)
    url = models.URLField(_("address for booking"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    days = models.PositiveSmallIntegerField(_("waiting time (days)"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("Codes with a comma between: nl, fr."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("how it goes")
        verbose_name_plural = _("how it goes where")
        ordering = ["procedure", "municipality", "fact"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "municipality", "fact"],
                name="practice_once",
                nulls_distinct=False,
                violation_error_message=_("This fact is there already for this municipality."),
            ),
            models.CheckConstraint(
                name="practice_fact_known",
                condition=Q(fact__in=["booking", "documents", "languages", "waiting"]),
            ),
            models.CheckConstraint(
                name="practice_way_known",
                condition=Q(way__in=["", "appointment", "online", "walk-in"]),
            ),
            models.CheckConstraint(
                name="practice_says_something",
                condition=(Q(fact="booking") & ~Q(way=""))
                | (Q(fact="waiting") & (Q(days__isnull=False) | _NOTED))
                | (Q(fact="languages") & ~Q(languages=[]))
                | (Q(fact="documents") & _NOTED),
                violation_error_message=_(
                    "Say what holds: how to book, the languages, the days, or a note in English or "
                    "Dutch."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.municipality or '–'} · {self.fact}"
