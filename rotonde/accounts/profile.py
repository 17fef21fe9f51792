"""What people tell us about themselves, and change when they like."""

from datetime import date

from rotonde.accounts.models import User


def change_profile(
    *,
    user: User,
    first_name: str,
    last_name: str,
    language: str,
    time_zone: str,
    arrived_on: date | None,
) -> User:
    """Write down how `user` is called and wants to be addressed, and when they arrived."""
    user.first_name, user.last_name = first_name, last_name
    user.language, user.time_zone, user.arrived_on = language, time_zone, arrived_on
    user.save(update_fields=["first_name", "last_name", "language", "time_zone", "arrived_on"])
    return user
