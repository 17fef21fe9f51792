import pytest

from rotonde.accounts.roles import Role
from services.models import Guide
from tests.factories.accounts import an_account, browser_of
from tests.factories.guides import GuideFactory
from tests.factories.services import ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    account = an_account("editor@example.org", Role.EDITOR)
    account.is_superuser = True  # rights are laid out by migrations, which unit tests do not run
    account.save()
    return browser_of(account)


def form(guide: Guide | None = None, **changes) -> dict[str, object]:
    theme = ThemeFactory()
    values = {
        "slug": guide.slug if guide else "sim-cards",
        "position": 1,
        "icon": "phone",
        "shelf": theme.pk,
        "themes": [theme.pk],
        "title_en": "SIM cards",
        "title_nl": "Simkaarten",
        "summary_en": "A number of your own.",
        "summary_nl": "Een eigen nummer.",
        "state": "published",
        "steps-TOTAL_FORMS": 1,
        "steps-INITIAL_FORMS": 0,
        "steps-0-position": 1,
        "steps-0-title_en": "Choose",
        "steps-0-text_en": "Compare prepaid offers.",
        "sources-TOTAL_FORMS": 0,
        "sources-INITIAL_FORMS": 0,
    }
    return values | changes


def test_what_an_editor_adds_is_found(editor) -> None:
    response = editor.post("/admin/services/guide/add/", form())
    assert response.status_code == 302, response.context["errors"]
    (guide,) = Guide.objects.found_by("prepaid", reader="en")
    assert len(guide.public_id) == 8
    assert guide.steps.get().text_en == "Compare prepaid offers."


def test_the_address_of_a_published_guide_is_refused_beside_the_field(editor) -> None:
    guide = GuideFactory(slug="first")
    path = f"/admin/services/guide/{guide.pk}/change/"
    response = editor.post(path, form(guide, slug="second"))
    assert response.status_code == 200
    assert "slug" in response.context["adminform"].errors
    assert Guide.objects.get().slug == "first"


def test_hiding_takes_it_out_of_the_search(editor) -> None:
    guide = GuideFactory(title_en="SIM cards")
    path = f"/admin/services/guide/{guide.pk}/change/"
    response = editor.post(path, form(guide, state="hidden"))
    assert response.status_code == 302, response.context["errors"]
    assert not Guide.objects.found_by("sim", reader="en")


def test_lists_open(editor) -> None:
    GuideFactory()
    assert editor.get("/admin/services/guide/").status_code == 200
