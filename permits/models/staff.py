"""Who works at which center: that, and no group, opens its desk."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.centers import Center


class CenterStaff(models.Model):
    """Somebody works at a center, as an officer, at reception or as its manager."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("Officer")
        HOST = "host", _("Host at reception")
        MANAGER = "manager", _("Center manager")

    center = models.ForeignKey(
        Center, on_delete=models.CASCADE, related_name="staff", verbose_name=_("center")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="desks",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=7, choices=Role)

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["center", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "user", "role"], name="staff_once_per_center_and_role"
            ),
            models.CheckConstraint(
                name="staff_role_known",
                condition=models.Q(role__in=["officer", "host", "manager"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.center}"
