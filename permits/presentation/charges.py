"""What a visit costs: the fees that hold on its day where the party lives."""

from datetime import date

from django.db.models import Q

from permits.eligibility.rulebook import Outcome
from permits.models import Fee
from permits.parties import Party
from rotonde.region.models import Municipality


def charges(
    party: Party, municipality: Municipality, day: date, outcome: Outcome | None = None
) -> list[Fee]:
    """Fees on `day`; none of another municipality. An unknown amount stays unknown (None).

    Without those that an `outcome` says are not due.
    """
    return list(
        Fee.objects.filter(
            Q(municipality=municipality) | Q(municipality=None),
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
            procedure__slug__in=party.codes,
        )
        .exclude(slug__in=outcome.fees_without if outcome else ())
        .select_related("procedure")
        .order_by("procedure__position", "-payer", "id")
    )
