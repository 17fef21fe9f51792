"""What the composition root remembers."""

from django.db import models


class Seeding(models.Model):
    """Which revision of the fixtures this database holds, so that a second start is quick."""

    digest = models.CharField(max_length=64, primary_key=True)
    seeded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
