"""The demo's newcomer keeps a list of deadlines; the dates lie around today."""

from datetime import datetime, timedelta

from permits.deadlines import cases
from permits.deadlines.situations import Situation
from permits.models import Case
from rotonde.accounts.models import User
from rotonde.region.models import Municipality

NEWCOMER = "newcomer@example.org"


def seed_deadlines(*, at: datetime) -> bool:
    """Save what the newcomer told, unless they keep something already; whether it did."""
    account = User.objects.filter(email=NEWCOMER).first()
    if account is None or Case.objects.filter(account=account).exists():
        return False
    today = at.astimezone(cases.ZONE).date()
    known = {
        "arrival": account.arrived_on or today - timedelta(5),
        "work_start": today + timedelta(10),
        "card_expiry": today + timedelta(200),
    }
    ghent = Municipality.objects.filter(slug="gent").first()
    told = Situation("non-eu", "work", "a", ghent, known)
    cases.keep(account=account, situation=told, at=at)
    return True
