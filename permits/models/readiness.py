"""What is known before a visit: who has which paper, what the office doubts, and asks for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.procedures import Procedure, Requirement
from permits.models.steps import Attendee
from permits.models.visits import Visit
from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced


class AheadQuestion(NaturalKey, Sourced):
    """What a person can answer before they come; any answer but `wanted` is worth a look."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("I do not know")

    slug = models.SlugField(_("code"), unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="questions")
    audience = models.CharField(
        _("for"),
        max_length=8,
        choices=Requirement.Audience,
        default=Requirement.Audience.EVERYONE,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.CharField(_("question"), max_length=300)
    wanted = models.CharField(
        _("answer that needs no second look"), max_length=6, choices=Answer, default=Answer.YES
    )

    class Meta:
        verbose_name = _("question before a visit")
        verbose_name_plural = _("questions before a visit")
        ordering = ["procedure", "position"]
        constraints = [
            models.CheckConstraint(
                name="ahead_question_wants_yes_or_no",
                condition=models.Q(wanted__in=["yes", "no"]),
            )
        ]

    def __str__(self) -> str:
        return self.slug


class AheadAnswer(models.Model):
    """What one person answered."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(AheadQuestion, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(_("answer"), max_length=6, choices=AheadQuestion.Answer)
    answered_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("answer before a visit")
        verbose_name_plural = _("answers before a visit")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "question"], name="ahead_answer_once_per_person"
            ),
            models.CheckConstraint(
                name="ahead_answer_known", condition=models.Q(answer__in=["yes", "no", "unsure"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.question_id} {self.answer}"


class PaperCheck(models.Model):
    """What a person said of a paper they are asked for, and what the office doubts about it.

    No scan is ever kept. `doubt` is written for the visitor, who reads it.
    """

    class Answer(models.TextChoices):
        NOT_YET = "", _("Not yet")
        HAVE = "have", _("I have it")
        NOT_MINE = "not-mine", _("Not for me")

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="papers")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(
        _("answer"), max_length=8, choices=Answer, blank=True, default=Answer.NOT_YET
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    doubt = models.CharField(_("doubt"), max_length=300, blank=True)
    doubted_at = models.DateTimeField(_("doubted at"), null=True)
    doubted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("paper before a visit")
        verbose_name_plural = _("papers before a visit")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "requirement"], name="paper_check_once_per_person"
            ),
            models.CheckConstraint(
                name="paper_check_answer_known",
                condition=models.Q(answer__in=["", "have", "not-mine"]),
            ),
            models.CheckConstraint(
                name="paper_check_doubted_with_a_note",
                condition=models.Q(doubt="", doubted_at__isnull=True)
                | (~models.Q(doubt="") & models.Q(doubted_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.requirement_id} {self.answer}"


class PaperRequest(models.Model):
    """The office asked for what is missing or doubtful; `words` are its own, beside the mail's."""

    class To(models.TextChoices):
        PERSON = "person", _("The visitor")
        EMPLOYER = "employer", _("The employer")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="paper_requests")
    to = models.CharField(_("to"), max_length=8, choices=To)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.CharField(_("own words"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("request for papers")
        verbose_name_plural = _("requests for papers")
        ordering = ["visit", "-at"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "to", "at"], name="paper_request_once"),
            models.CheckConstraint(
                name="paper_request_to_somebody", condition=models.Q(to__in=["person", "employer"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} → {self.to} {self.at:%Y-%m-%d %H:%M}"
