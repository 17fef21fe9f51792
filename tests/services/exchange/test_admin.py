import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rotonde.accounts.models import User
from services.models import Place, Service
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ServiceFactory, desk
from tests.services.exchange.test_refusals import table

pytestmark = pytest.mark.django_db

IMPORT = "/admin/services/service/import/"


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    return client


def upload(client, content: bytes, name: str = "aid.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_shown_first_and_read_when_the_editor_says_so(editor) -> None:
    seen = upload(editor, table({}, {"slug": "bad", "place_slug": "far", "place_latitude": "100"}))
    assert not Service.objects.exists()
    text = seen.content.decode()
    assert "Nothing has been changed yet." in text
    assert "place_latitude" in text
    assert [number for _name, number in seen.context["counts"]] == [1, 0, 0, 1]
    done = editor.post(IMPORT, {"token": seen.context["token"]})
    assert [number for _name, number in done.context["counts"]] == [1, 0, 0, 1]
    assert Service.objects.get().slug == "aid"
    again = editor.post(IMPORT, {"token": seen.context["token"]})
    assert [number for _name, number in again.context["counts"]] == [0, 0, 1, 1]


def test_a_file_nobody_kept_is_asked_for_again(editor) -> None:
    page = editor.post(IMPORT, {"token": "nope"})
    assert "The file is no longer kept" in page.content.decode()


def test_nobody_reads_the_file_of_somebody_else(editor, client) -> None:
    token = upload(editor, table({})).context["token"]
    client.force_login(User.objects.create_superuser(email="other@example.org", password="x"))
    assert "no longer kept" in client.post(IMPORT, {"token": token}).content.decode()
    assert not Service.objects.exists()


def test_a_file_with_nothing_new_offers_nothing_to_do(editor) -> None:
    editor.post(IMPORT, {"token": upload(editor, table({})).context["token"]})
    seen = upload(editor, table({}))
    assert seen.context["worth_doing"] is False
    assert "Import now" not in seen.content.decode()


@pytest.mark.parametrize("form", ["csv", "hsds", "geojson"])
def test_the_list_leads_to_import_and_exports(editor, form: str) -> None:
    desk("one", name_en="One")
    page = editor.get("/admin/services/service/").content.decode()
    assert IMPORT in page
    assert f"/admin/services/service/export/{form}/" in page
    answer = editor.get(f"/admin/services/service/export/{form}/")
    assert "attachment" in answer["Content-Disposition"]
    assert b"One" in b"".join(answer.streaming_content)
    assert editor.get("/admin/services/service/export/doc/").status_code == 404


def test_who_may_not_edit_services_gets_neither(client) -> None:
    user = User.objects.create_user(email="host@example.org", password="x", is_staff=True)
    client.force_login(user)
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"file": io.BytesIO(b"")}).status_code == 403
    assert client.get("/admin/services/service/export/csv/").status_code == 403


def test_a_point_an_editor_moves_out_of_the_area_is_marked(editor) -> None:
    place = PlaceFactory(municipality=MunicipalityFactory())
    service = ServiceFactory(channels=[{"place": place}])
    before = Service.objects.get(pk=service.pk).changed_at
    values = {"slug": place.slug, "name": place.name, "latitude": "48.85", "longitude": "2.35"}
    path = f"/admin/services/place/{place.pk}/change/"
    assert editor.post(path, values).status_code == 302
    assert Place.objects.get().outside_area is True
    assert Service.objects.get().changed_at > before
    listed = editor.get("/admin/services/place/?outside_area__exact=1").content.decode()
    assert place.name in listed
