import pytest
from django.core.management import call_command

from rotonde.accounts.roles import Role
from rotonde.search.models import Synonym
from tests.factories.accounts import an_account, browser_of

pytestmark = pytest.mark.django_db

ADD = "/admin/search/synonym/add/"


@pytest.fixture
def editor():
    account = an_account("editor@example.org", Role.EDITOR)
    account.is_superuser = True  # rights are laid out by migrations, which unit tests do not run
    account.save()
    return browser_of(account)


def test_a_synonym_is_kept_as_it_is_compared(editor) -> None:
    response = editor.post(ADD, {"word": " Médecin ", "also": "HUISARTS!", "both_ways": "on"})
    assert response.status_code == 302
    made = Synonym.objects.get()
    assert (made.word, made.also, made.both_ways, made.language) == (
        "medecin",
        "huisarts",
        True,
        "",
    )


@pytest.mark.parametrize(("word", "also"), [("Arts", "arts"), ("!", "arts"), ("arts", "")])
def test_what_leads_nowhere_is_refused_beside_the_field(editor, word: str, also: str) -> None:
    response = editor.post(ADD, {"word": word, "also": also})
    assert response.status_code == 200
    assert response.context["adminform"].errors
    assert not Synonym.objects.exists()


def test_the_same_synonym_again_is_refused(editor) -> None:
    Synonym.objects.create(word="arts", also="dokter")
    response = editor.post(ADD, {"word": "Arts", "also": "Dokter"})
    assert response.status_code == 200
    assert "This synonym is there already." in response.content.decode()


def test_the_seeded_synonyms_hold(settings) -> None:
    call_command("loaddata", settings.BASE_DIR / "fixtures/search/synonyms.yaml", verbosity=0)
    assert Synonym.objects.filter(word="gp", also="huisarts").exists()
