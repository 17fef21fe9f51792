"""The days of a center, which whoever changes anything locks."""

from django.db import models

from permits.models.centers import Center


class CenterDay(models.Model):
    """One day of one center: its version is the lock, the cache key and the ETag in one."""

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    version = models.PositiveIntegerField(default=0)
    last_ticket = models.PositiveSmallIntegerField(default=0)
    # Time may have become free that the waiting list was not shown yet.
    to_offer = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["center", "date"], name="center_day_once")]

    def __str__(self) -> str:
        return f"{self.center} {self.date}"
