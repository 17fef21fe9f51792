"""What reception keeps beside the visits: goodbyes, feedback, questions, a screen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.centers import Center
from permits.models.procedures import Procedure
from permits.models.visits import Visit
from rotonde.common.form_keys import KEY_LENGTH
from services.models import Guide


class Closing(models.Model):
    """A visit said goodbye to: which cards went along, and the link to two questions.

    `code` (128 random bits) opens the questions once and nothing else.
    """

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="closing")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    cards = models.ManyToManyField(Guide, related_name="+", verbose_name=_("cards handed over"))
    code = models.CharField(max_length=22, unique=True)
    # Not when: that would tell whose answer is whose.
    answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.at:%Y-%m-%d %H:%M}"


class Feedback(models.Model):
    """What somebody thought of a center, some time in a week: who it was is kept nowhere."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="feedback")
    week = models.DateField(_("week (its Monday)"))
    friendly = models.CharField(_("friendly"), max_length=6, choices=Answer)
    understood = models.CharField(_("in a language they understood"), max_length=6, choices=Answer)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = [models.Index(fields=["center", "week"], name="feedback_by_week")]
        constraints = [
            models.CheckConstraint(
                name="feedback_on_a_monday", condition=models.Q(week__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="feedback_answers_known",
                condition=models.Q(
                    friendly__in=["yes", "partly", "no"], understood__in=["yes", "partly", "no"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.week}"


class Inquiry(models.Model):
    """A question somebody came with who had no visit, and what came of it. No names."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        CARD = "card", _("Information card given")
        BOOKED = "booked", _("Visit booked")
        REFERRED = "referred", _("Sent to another service")
        OPEN = "open", _("Still open")

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="inquiries")
    date = models.DateField(_("date"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    about = models.ForeignKey(Procedure, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.CharField(_("question"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    form_key = models.CharField(max_length=KEY_LENGTH, null=True, editable=False)

    class Meta:
        verbose_name = _("question without a visit")
        verbose_name_plural = _("questions without a visit")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["center", "date"], name="inquiry_by_day")]
        constraints = [
            models.CheckConstraint(
                name="inquiry_outcome_known",
                condition=models.Q(outcome__in=["answered", "card", "booked", "referred", "open"]),
            ),
            models.UniqueConstraint(fields=["center", "form_key"], name="inquiry_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.date}"


class Display(models.Model):
    """The secret address of a waiting room's screen; one at a time for each center."""

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="displays")
    token = models.CharField(max_length=22, unique=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("waiting room screen")
        verbose_name_plural = _("waiting room screens")
        constraints = [
            models.UniqueConstraint(
                fields=["center"],
                condition=models.Q(revoked_at__isnull=True),
                name="display_one_per_center",
            )
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.at:%Y-%m-%d}"
