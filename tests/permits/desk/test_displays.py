from permits.desk.displays import live_display, open_display, revoke_display
from tests.factories.permits import at_local

AT = at_local("10:00")


def test_a_new_address_ends_the_old_one(desk) -> None:
    center = desk.world.center
    first = open_display(center=center, at=AT, by=desk.manager)
    second = open_display(center=center, at=AT, by=desk.manager)
    assert first.token != second.token
    assert live_display(center) == second
    first.refresh_from_db()
    assert first.revoked_at == AT


def test_a_screen_is_taken_away(desk) -> None:
    center = desk.world.center
    open_display(center=center, at=AT, by=desk.manager)
    assert revoke_display(center=center, at=AT)
    assert live_display(center) is None
    assert not revoke_display(center=center, at=AT)
