"""What a reader wants to find again."""

from django.conf import settings
from django.db import models

from services.models.services import Service


class SavedService(models.Model):
    """Somebody wants to find this service again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_services"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="saves")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "service"], name="service_saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ♥ {self.service_id}"
