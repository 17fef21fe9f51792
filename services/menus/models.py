"""Menus that are kept: an account's own, and those a company prepares for its newcomers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.organisations.models import Organisation
from services.menus.querysets import MenuQuerySet


class Menu(models.Model):
    """An ordered list of services and guides. Written by services.menus.keeping only.

    An account has one, without a title; a company has as many as it likes, each with a title and
    perhaps a welcome, shown as written in `language`. `code` (128 random bits) is there as long as
    the menu is shared, and opens it to be read by whoever has the link.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="menu"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="menus"
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    welcome = models.TextField(_("a word of welcome"), max_length=1000, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    code = models.CharField(max_length=22, null=True, unique=True)
    form_key = models.CharField(max_length=22, null=True, unique=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[MenuQuerySet] = MenuQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="menu_of_an_account_or_a_company",
                condition=Q(account__isnull=False, organisation=None, title="", welcome="")
                | Q(account=None, organisation__isnull=False) & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="menu_code_is_long", condition=Q(code=None) | Q(code__regex=r"^[-\w]{22}$")
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.account_id}"

    def get_absolute_url(self) -> str:
        """The page of the link; for menus that are shared."""
        return reverse("services:menu-shared", args=[self.code])


class MenuEntry(models.Model):
    """A service or a guide on a menu."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="entries")
    service = models.ForeignKey(
        "services.Service", on_delete=models.CASCADE, null=True, related_name="menu_entries"
    )
    guide = models.ForeignKey(
        "services.Guide", on_delete=models.CASCADE, null=True, related_name="menu_entries"
    )
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["menu", "position"]
        constraints = [
            models.CheckConstraint(
                name="menu_entry_is_a_service_or_a_guide",
                condition=Q(service=None, guide__isnull=False)
                | Q(service__isnull=False, guide=None),
            ),
            models.UniqueConstraint(fields=["menu", "service"], name="menu_service_once"),
            models.UniqueConstraint(fields=["menu", "guide"], name="menu_guide_once"),
            models.UniqueConstraint(
                fields=["menu", "position"],
                name="menu_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.menu_id}.{self.position}"
