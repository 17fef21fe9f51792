"""What an organisation proposes to change in its entry; the entry itself stays as it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.append_only import AppendOnly
from rotonde.organisations.models import Organisation
from services.models.services import Service


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Reads of proposals."""

    def waiting_for(self, service: Service) -> "ProposalQuerySet":
        """The one that waits for an editor, of the organisation the entry belongs to."""
        return self.filter(
            service=service,
            organisation=service.organisation_id,
            state=Proposal.State.OPEN,
        )


class Proposal(models.Model):
    """Changes of one entry that wait for an editor, or what became of them.

    `changes` is `{key: {"old": …, "new": …}}` with the keys of `services/proposals/entry.py`: what
    the entry said when it was proposed, and what it should say. `taken` is what an editor wrote
    into the entry, by key. There is one open proposal for each entry and organisation.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an editor")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="proposals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="proposals"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="proposals"
    )
    changes = models.JSONField()
    taken = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.TextField(max_length=1000, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "organisation"],
                condition=Q(state="open"),
                name="proposal_open_once",
            ),
            models.CheckConstraint(name="proposal_changes_something", condition=~Q(changes={})),
            models.CheckConstraint(
                name="proposal_settled_or_open",
                condition=Q(state="open", settled_at=None)
                | Q(state__in=["accepted", "declined", "withdrawn"], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_a_reason",
                condition=~Q(state="declined") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="proposal_accepted_took_something",
                condition=~Q(state="accepted", taken={}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} ({self.state})"

    def get_absolute_url(self) -> str:
        """Where a member of the organisation sees it."""
        return reverse("my:entry", args=[self.service.public_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class ProposalStep(models.Model):
    """Who did what with a proposal, and when: written once, and never changed.

    `changes` as the proposal has them; of an accepted one, what the editor wrote into the entry.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CHANGED = "changed", _("Changed")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    # The database takes a proposal's steps away with it.
    proposal = models.ForeignKey(Proposal, on_delete=models.DO_NOTHING, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    changes = models.JSONField(default=dict)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [
            AppendOnly(name="proposal_step_append_only", part_of="proposal", forgets=["by"]),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(kind="proposed"),
                name="proposal_step_proposed_once",
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(kind__in=["accepted", "declined", "withdrawn"]),
                name="proposal_step_settled_once",
            ),
            models.CheckConstraint(
                name="proposal_step_kind_known",
                condition=Q(kind__in=["proposed", "changed", "accepted", "declined", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.kind}"
