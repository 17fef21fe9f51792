"""When a channel is open, and when which language is spoken there.

Times are the clock on the wall of the region. `services/opening.py` says what they amount to.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from services.models.channels import Channel

MONTH_AND_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


class Weekday(models.IntegerChoices):
    """ISO 8601: the week begins on Monday."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Schedule(NaturalKey, Sourced):
    """The hours of a channel on the days it speaks of; the highest priority decides a day alone.

    Without hours it closes those days. See `services.opening.Schedule` for what each field does.
    """

    NATURAL_KEY = ("channel__service__public_id", "channel__position", "slug")

    class Holidays(models.TextChoices):
        CLOSED = "closed", _("Closed on legal holidays")
        OPEN = "open", _("Open on legal holidays as usual")
        ONLY = "only", _("These hours are for legal holidays only")

    class Priority(models.IntegerChoices):
        USUAL = 0, _("The usual hours")
        SEASON = 10, _("Hours of a season")
        EXCEPTION = 20, _("An exception")

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="schedules")
    slug = models.SlugField(
        _("short name"), max_length=40, default="usual", help_text=_("For example: usual, summer.")
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.USUAL
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    season_from = models.CharField(
        _("every year from"), max_length=5, blank=True, help_text=_("Month and day: 07-01.")
    )
    season_until = models.CharField(
        _("every year until"), max_length=5, blank=True, help_text=_("Month and day: 08-31.")
    )
    holidays = models.CharField(
        _("on legal holidays"), max_length=6, choices=Holidays, default=Holidays.CLOSED
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["channel", "priority", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "slug"],
                name="schedule_called_once_per_channel",
                violation_error_message=_(
                    "This channel has opening hours with this short name already."
                ),
            ),
            models.CheckConstraint(
                name="schedule_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first."),
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="schedule_season_has_two_ends",
                violation_error_message=_(
                    "A season has a first and a last day, each as month and day: 07-01."
                ),
                condition=models.Q(season_from="", season_until="")
                | models.Q(season_from__regex=MONTH_AND_DAY, season_until__regex=MONTH_AND_DAY),
            ),
            models.CheckConstraint(
                name="schedule_holidays_known",
                condition=models.Q(holidays__in=["closed", "open", "only"]),
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class OpeningHours(NaturalKey):
    """From one time of the clock to another on a day of the week."""

    NATURAL_KEY = (
        "schedule__channel__service__public_id",
        "schedule__channel__position",
        "schedule__slug",
        "weekday",
        "opens_at",
    )

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"))
    closes_next_day = models.BooleanField(
        _("closes the next day"), default=False, help_text=_("Also for midnight: 00:00.")
    )

    class Meta:
        verbose_name = _("hours of a day")
        verbose_name_plural = _("hours of a day")
        ordering = ["schedule", "weekday", "opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "weekday", "opens_at"], name="hours_open_once_at_a_time"
            ),
            models.CheckConstraint(
                name="hours_weekday_known", condition=models.Q(weekday__range=(1, 7))
            ),
            models.CheckConstraint(
                # At most a day: who closes the next day closes before the hour of opening.
                name="hours_close_after_they_open",
                condition=models.Q(closes_next_day=False, closes_at__gt=models.F("opens_at"))
                | models.Q(closes_next_day=True, closes_at__lte=models.F("opens_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"


class SpokenLanguage(NaturalKey):
    """A language that is spoken at a channel: whenever it is open, or at these hours only."""

    NATURAL_KEY = (
        "channel__service__public_id",
        "channel__position",
        "language",
        "weekday",
        "starts_at",
    )

    class Level(models.TextChoices):
        """How well; empty where nobody told us."""

        BASIC = "basic", _("a little")
        GOOD = "good", _("well")
        FLUENT = "fluent", _("fluently")

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="spoken")
    language = models.CharField(_("language"), max_length=3)
    level = models.CharField(_("how well"), max_length=6, choices=Level, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["channel", "language", "weekday", "starts_at"]
        indexes = [models.Index(fields=["language", "channel"], name="spoken_language_channel")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "language", "weekday", "starts_at"],
                name="spoken_once_at_a_time",
                violation_error_message=_("This language is listed twice for the same time."),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="spoken_language_is_a_code",
                violation_error_message=_(
                    "Write the language as its code of two or three small letters: nl, en, ti."
                ),
                condition=models.Q(language__regex=r"^[a-z]{2,3}$"),
            ),
            models.CheckConstraint(
                name="spoken_level_known",
                condition=models.Q(level__in=["", "basic", "good", "fluent"]),
            ),
            models.CheckConstraint(
                name="spoken_at_whole_hours_or_always",
                violation_error_message=_(
                    "Fill in the weekday, from and until, or leave all three empty."
                ),
                condition=models.Q(weekday=None, starts_at=None, ends_at=None)
                | models.Q(
                    weekday__isnull=False,
                    weekday__range=(1, 7),
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="spoken_hours_end_after_they_begin",
                violation_error_message=_("The end comes before the beginning."),
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.language


class OpenInterval(models.Model):
    """A stretch of being open, laid out ahead so that "open now" is asked of the database.

    Written by `services/laying_out.py` and nothing else.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="open_intervals")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["channel", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "starts_at"], name="open_interval_starts_once"
            ),
            models.CheckConstraint(
                name="open_interval_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
