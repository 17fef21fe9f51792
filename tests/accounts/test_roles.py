import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from rotonde.accounts.access import found_or_404, role_required
from rotonde.accounts.models import User
from rotonde.accounts.roles import STAFF, Role, has_role
from tests.factories.accounts import an_account, browser_of

pytestmark = pytest.mark.django_db


@role_required(Role.MANAGER, Role.HOST)
def desk(request):
    return HttpResponse("desk")


def ask(user):
    request = RequestFactory().get("/en/desk/")
    request.user = user
    return desk(request)


def test_whoever_has_the_role_comes_in():
    assert ask(an_account("m@example.org", Role.MANAGER)).status_code == 200
    assert ask(an_account("h@example.org", Role.EDITOR, Role.HOST)).status_code == 200


def test_for_others_there_is_no_such_page():
    with pytest.raises(Http404):
        ask(an_account("e@example.org", Role.EMPLOYER))


def test_strangers_sign_in_first():
    assert ask(AnonymousUser()).url == "/en/accounts/login/?next=/en/desk/"


def test_an_administrator_has_every_role_and_an_inactive_account_none():
    admin = an_account(is_superuser=True)
    assert all(has_role(admin, role) for role in Role)
    gone = an_account("gone@example.org", Role.HOST, is_active=False)
    assert not has_role(gone, *Role)


def test_roles_are_asked_for_once(django_assert_num_queries):
    user = User.objects.get(pk=an_account("h@example.org", Role.HOST).pk)
    with django_assert_num_queries(1):
        assert has_role(user, Role.HOST)
        assert not has_role(user, Role.EDITOR)


@pytest.mark.parametrize("role", Role)
def test_only_staff_roles_open_the_admin(role):
    user = an_account("someone@example.org", role)
    assert user.is_staff == (role in STAFF)
    assert browser_of(user).get("/admin/").status_code == (200 if role in STAFF else 302)


def test_an_editor_edits_the_catalogue_and_nothing_else():
    editor = browser_of(an_account("e@example.org", Role.EDITOR))
    assert editor.get("/admin/services/service/").status_code == 200
    assert editor.get("/admin/services/service/add/").status_code == 200
    for closed in ("accounts/user", "permits/officer", "notifications/message", "auth/group"):
        assert editor.get(f"/admin/{closed}/").status_code == 403, closed


def test_a_manager_keeps_rosters_but_never_writes_visits():
    manager = browser_of(an_account("m@example.org", Role.MANAGER))
    assert manager.get("/admin/permits/officer/").status_code == 200
    assert manager.get("/admin/permits/visit/").status_code == 200
    assert manager.get("/admin/permits/visit/add/").status_code == 403
    assert manager.get("/admin/services/service/").status_code == 403


def test_no_role_may_hand_out_roles():
    assert not Permission.objects.filter(
        group__name__in=Role.values, content_type__app_label__in=["accounts", "auth"]
    ).exists()


@pytest.mark.parametrize("key", ["x", "", None, "9" * 40, "-1", 2**70])
def test_a_key_that_cannot_be_one_is_unknown(key):
    an_account()
    with pytest.raises(Http404):
        found_or_404(User.objects.all(), pk=key)
