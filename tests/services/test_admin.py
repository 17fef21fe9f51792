import pytest

from rotonde.accounts.models import User
from rotonde.translations.reading import shown
from rotonde.translations.states import states_of
from services.filters import Filters
from services.models import Service
from tests.factories.services import OrganisationFactory, ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser(email="editor@example.org", password="x"))
    return client


def form(service: Service | None = None, **changes) -> dict[str, object]:
    values = {
        "slug": service.slug if service else "sim-cards",
        "organisation": (service.organisation if service else OrganisationFactory()).pk,
        "themes": [ThemeFactory().pk],
        "name_en": "SIM cards",
        "name_nl": "Simkaarten",
        "summary_en": "A number of your own.",
        "summary_nl": "Een eigen nummer.",
        "state": "published",
        "channels-TOTAL_FORMS": 0,
        "channels-INITIAL_FORMS": 0,
    }
    return values | changes


def test_what_an_editor_adds_is_found(editor) -> None:
    response = editor.post("/admin/services/service/add/", form())
    assert response.status_code == 302, response.context["adminform"].errors
    (service,) = Service.objects.all()
    before = service.changed_at
    assert len(service.public_id) == 8
    assert list(Service.objects.matching(Filters(q="sim"), reader="en")) == [service]
    path = f"/admin/services/service/{service.pk}/change/"
    assert editor.post(path, form(service, name_en="Telephone numbers")).status_code == 302
    service.refresh_from_db()
    assert service.changed_at > before
    assert list(Service.objects.matching(Filters(q="telephone"), reader="en")) == [service]


def test_the_address_of_a_published_service_is_refused_beside_the_field(editor) -> None:
    service = ServiceFactory(slug="first")
    path = f"/admin/services/service/{service.pk}/change/"
    response = editor.post(path, form(service, slug="second"))
    assert response.status_code == 200
    assert "slug" in response.context["adminform"].errors
    service.refresh_from_db()
    assert service.slug == "first"


@pytest.mark.parametrize("model", ["theme", "place", "service"])
def test_lists_open(editor, model: str) -> None:
    ServiceFactory(channels=[{}])
    assert editor.get(f"/admin/services/{model}/").status_code == 200


def translations(service: Service) -> dict[str, str]:
    service.refresh_from_db()
    states = states_of([service])
    codes = ("en", "nl", "fr")
    return {code: states.of(service, "name", shown(service, "name", code)) for code in codes}


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({"name_fr": "Cartes SIM"}, {"en": "human", "nl": "human", "fr": "human"}),
        ({"name_en": "Numbers"}, {"en": "human", "nl": "outdated", "fr": "outdated"}),
        ({"name_nl": "Nummers"}, {"en": "outdated", "nl": "human", "fr": "outdated"}),
        (
            {"name_en": "Sim cards", "minor_edit": "on"},
            {"en": "human", "nl": "human", "fr": "human"},
        ),
        ({"name_nl": "Nummers", "name_en": "Numbers", "name_fr": "Numéros"}, None),
    ],
)
def test_what_an_editor_leaves_behind_is_outdated(editor, changes, states) -> None:
    editor.post("/admin/services/service/add/", form(name_fr="Cartes"))
    service = Service.objects.get()
    assert set(translations(service).values()) == {"human"}
    path = f"/admin/services/service/{service.pk}/change/"
    assert editor.post(path, form(service, name_fr="Cartes") | changes).status_code == 302
    assert translations(service) == (states or dict.fromkeys(("en", "nl", "fr"), "human"))


def test_the_switch_for_spelling_stands_where_something_is_changed(editor) -> None:
    assert b"minor_edit" not in editor.get("/admin/services/service/add/").content
    page = editor.get(f"/admin/services/service/{ServiceFactory().pk}/change/")
    assert b'name="minor_edit"' in page.content
