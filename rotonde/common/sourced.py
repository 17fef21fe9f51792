"""Facts carry their source: where it was seen, when, and whether somebody stands behind it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """A fact with the page or register it comes from, the day it was last seen there, its state."""

    source = models.CharField(_("source"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        abstract = True
