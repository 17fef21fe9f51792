"""Which tables hold what lists tell of services: their changes are counted."""

from rotonde.common.changes import Changes

CHANGES = Changes(
    name="services",
    tables=(
        "organisations_organisation",
        "region_municipality",
        "services_channel",
        "services_openinghours",
        "services_openinterval",
        "services_ownerscheck",
        "services_place",
        "services_schedule",
        "services_service",
        "services_service_themes",
        "services_spokenlanguage",
        "services_theme",
    ),
)
