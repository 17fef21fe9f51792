import pytest
from django.core.management import call_command

from rotonde.search.correcting import corrected
from rotonde.search.models import Entry, Phrase, Word
from tests.factories.region import TermFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


def test_what_was_there_before_the_search_changed_is_found_again(capsys) -> None:
    TermFactory(text_nl="loket", text_en="desk")
    ServiceFactory(name_en="Tandem rides", name_nl="Tandemritten")
    call_command("index_search")
    assert "8 entries" in capsys.readouterr().out
    assert Entry.objects.count() == 8  # the name of its organisation is read in each language
    assert Phrase.objects.count() == 2
    assert Word.objects.filter(word="tandem").exists()
    assert corrected("service", "tamdem", reader="en").text == "tandem"
