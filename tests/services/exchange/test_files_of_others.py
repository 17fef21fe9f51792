"""Files of other portals: what they leave open is said by who reads them, what went there goes."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from rotonde.accounts.models import User
from services.exchange.applying import apply
from services.exchange.assuming import NOTHING, Assumed
from services.exchange.planning import Plan, plan
from services.models import Service
from tests.factories.services import ServiceFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db

IMPORT = "/admin/services/service/import/"
THEIRS = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Counselling",
    "description": "Somebody who listens.",
    "status": "active",
    "organization": {"id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "Listeners"},
    "attributes": [{"taxonomy_term": {"code": "LRX-800", "name": "Counselling"}}],
}


def done(told: object, assumed: Assumed = NOTHING) -> Plan:
    content = json.dumps(told).encode()
    return apply(plan(content, name="theirs.json", assumed=assumed), at=timezone.now())


def removed(public_id: str) -> dict[str, object]:
    return {
        "id": "x",
        "name": "",
        "status": "defunct",
        "x_rotonde": {"public_id": public_id, "removed": True},
    }


def test_what_a_file_leaves_open_is_refused() -> None:
    fields = {fault.field for step in done(THEIRS).refused for fault in step.faults}
    assert fields == {"organisation_kind", "themes"}
    assert not Service.objects.exists()


def test_what_it_leaves_open_is_what_the_editor_says() -> None:
    theme = ThemeFactory(slug="social-support")
    found = done(THEIRS, Assumed(kind="non-profit", theme="social-support"))
    assert found.counts["added"] == 1
    service = Service.objects.get()
    assert (service.name_en, service.organisation.kind) == ("Counselling", "non-profit")
    assert list(service.themes.all()) == [theme]
    again = done(THEIRS, Assumed(kind="non-profit", theme="social-support"))
    assert again.counts["unchanged"] == 1


def test_what_it_does_tell_is_kept() -> None:
    ThemeFactory(slug="social-support")
    ThemeFactory(slug="health")
    told = {**THEIRS, "attributes": [*THEIRS["attributes"], {"taxonomy_term": {"code": "health"}}]}
    told["organization"] = {**THEIRS["organization"], "x_rotonde": {"kind": "public"}}
    done(told, Assumed(kind="non-profit", theme="social-support"))
    service = Service.objects.get()
    assert service.organisation.kind == "public"
    assert [theme.slug for theme in service.themes.all()] == ["health"]


def test_a_theme_nobody_knows_can_not_be_assumed() -> None:
    found = done(THEIRS, Assumed(kind="public", theme="nothing"))
    assert [fault.field for fault in found.refused[0].faults] == ["themes"]


def test_the_command_and_the_page_ask_for_it(tmp_path, client) -> None:
    ThemeFactory(slug="social-support", parent=ThemeFactory(slug="life"))
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(THEIRS))
    call_command("import_services", str(file), kind="non-profit", theme="social-support")
    assert Service.objects.get().organisation.kind == "non-profit"
    Service.objects.all().delete()
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    upload = SimpleUploadedFile("theirs.json", file.read_bytes())
    asked = {"file": upload, "kind": "non-profit", "theme": "social-support"}
    seen = client.post(IMPORT, asked)
    assert not Service.objects.exists()
    client.post(IMPORT, {"token": seen.context["token"]})
    assert [theme.slug for theme in Service.objects.get().themes.all()] == ["social-support"]


def test_what_is_gone_there_is_hidden_here_and_told_as_changed() -> None:
    service = desk("aid")
    before = service.changed_at
    found = done([removed(service.public_id)])
    assert [(step.outcome, step.changed) for step in found.steps] == [("changed", ["state"])]
    service.refresh_from_db()
    assert service.state == "hidden"
    assert service.changed_at > before
    assert done([removed(service.public_id)]).counts["unchanged"] == 1


def test_what_is_gone_there_and_was_never_here_changes_nothing() -> None:
    ServiceFactory()
    assert done([removed("aaaaaaaa")]).counts == {
        "added": 0,
        "changed": 0,
        "unchanged": 1,
        "refused": 0,
    }
