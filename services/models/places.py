"""Where something is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.models import Municipality
from services.map.columns import tile_column, tile_row

FACILITIES = [
    "step-free",
    "lift",
    "accessible-toilet",
    "disabled-parking",
    "induction-loop",
    "sign-language",
    "baby-changing",
]


class Place(NaturalKey, Sourced):
    """An address, and where it is known its point on the map.

    `x` and `y` are the Web-Mercator tile at zoom 22, computed by the database, so that a box on
    the map is two integer ranges and a cluster is `x >> s, y >> s`.
    """

    class Wheelchair(models.TextChoices):
        """As OpenStreetMap says it; empty where nobody told us."""

        YES = "yes", _("Wheelchair accessible")
        LIMITED = "limited", _("Partly wheelchair accessible")
        NO = "no", _("Not wheelchair accessible")

    class Facility(models.TextChoices):
        """What else makes it easier to be there."""

        STEP_FREE = "step-free", _("Entrance without steps")
        LIFT = "lift", _("Lift")
        TOILET = "accessible-toilet", _("Accessible toilet")
        PARKING = "disabled-parking", _("Parking space for disabled people")
        INDUCTION_LOOP = "induction-loop", _("Induction loop for hearing aids")
        SIGN_LANGUAGE = "sign-language", _("Sign language interpreter on request")
        BABY_CHANGING = "baby-changing", _("Baby changing table")

    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    street_address = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    locality = models.CharField(_("town"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinates_approximate = models.BooleanField(_("coordinates approximate"), default=False)
    outside_area = models.BooleanField(
        _("outside the service area"),
        default=False,
        help_text=_("The point lies outside the region and its neighbours: is it right?"),
    )
    wheelchair = models.CharField(_("wheelchair"), max_length=7, choices=Wheelchair, blank=True)
    facilities = ArrayField(
        models.CharField(max_length=20, choices=Facility),
        default=list,
        blank=True,
        verbose_name=_("facilities"),
    )
    x = models.GeneratedField(
        expression=tile_column("longitude"), output_field=models.IntegerField(), db_persist=True
    )
    y = models.GeneratedField(
        expression=tile_row("latitude"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["slug"]
        indexes = [models.Index(fields=["x", "y"], include=["id"], name="place_on_the_map")]
        constraints = [
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    # Said, because a comparison with nothing would let half a point pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-85, 85),
                    longitude__range=(-180, 180),
                ),
            ),
            models.CheckConstraint(
                name="place_wheelchair_known",
                condition=models.Q(wheelchair__in=["", "yes", "limited", "no"]),
            ),
            models.CheckConstraint(
                name="place_facilities_known",
                condition=models.Q(facilities__contained_by=FACILITIES),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def town(self) -> str:
        """Postcode and town; either may be unknown."""
        return " ".join(part for part in (self.postal_code, self.locality) if part)

    @property
    def has_point(self) -> bool:
        return self.latitude is not None

    @property
    def access(self) -> list[str]:
        """What is known of getting in and around, in the language of the reader."""
        wheelchair = [str(self.get_wheelchair_display())] if self.wheelchair else []
        return [*wheelchair, *(str(self.Facility(each).label) for each in self.facilities)]

    @property
    def lines(self) -> list[str]:
        """The address as it is written on an envelope, without the empty lines."""
        return [line for line in (self.street_address, self.town) if line]
