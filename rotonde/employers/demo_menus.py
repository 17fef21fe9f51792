"""A menu the demo employer has put together for its newcomers."""

from datetime import datetime

from rotonde.organisations.models import Organisation
from services.guides.models import Guide
from services.menus import companies, keeping
from services.menus.models import Menu
from services.menus.reading import ref_to
from services.menus.refs import added

_GUIDES = ("first-registration", "residence-card", "bank-account", "reading-your-payslip")


def seed_menu(*, at: datetime) -> bool:
    """Prepare and share it, once; whether it is new."""
    employer = Organisation.objects.filter(slug="demo-employer").first()
    if employer is None or Menu.objects.of_company(employer).exists():
        return False
    menu = companies.begin(
        organisation=employer,
        title="Your first month with us",
        welcome="Welcome! Start at the top of this list, and ask us whatever is not on it.",
        language="en",
        at=at,
    )
    found = {guide.slug: guide for guide in Guide.objects.published().filter(slug__in=_GUIDES)}
    refs = [ref_to(found[slug]) for slug in _GUIDES if slug in found]
    keeping.change(menu=menu, by=lambda now: added(now, *refs), at=at)
    keeping.share(menu=menu, at=at)
    return True
