"""Who comes along without coming for papers: somebody close, an interpreter, an agent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.visits import Visit


class Companion(models.Model):
    """Somebody named to accompany a party; takes no officer's time and is no attendee."""

    class Kind(models.TextChoices):
        RELATIVE = "relative", _("Somebody I know")
        INTERPRETER = "interpreter", _("Interpreter")
        AGENT = "agent", _("Relocation agent")

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="companion")
    kind = models.CharField(_("who comes along"), max_length=11, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True)

    class Meta:
        verbose_name = _("companion")
        verbose_name_plural = _("companions")
        constraints = [
            models.CheckConstraint(
                name="companion_kind_known",
                condition=models.Q(kind__in=["relative", "interpreter", "agent"]),
            ),
            models.CheckConstraint(name="companion_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.kind}"
