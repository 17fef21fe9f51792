import pytest

from rotonde.common.languages import CODES


@pytest.mark.parametrize("language", CODES)
def test_the_bare_address_leads_to_the_best_language(client, language: str) -> None:
    response = client.get("/", headers={"accept-language": f"{language};q=0.9, en;q=0.1"})
    assert response["Location"] == f"/{language}/"


@pytest.mark.parametrize("asked", ["", "xx", "zh-CN, ja", "\x7f;;q=z", "en-" * 500])
def test_an_unknown_language_gets_english(client, asked: str) -> None:
    assert client.get("/", headers={"accept-language": asked})["Location"] == "/en/"


def test_a_regional_language_gets_its_own(client) -> None:
    assert client.get("/", headers={"accept-language": "nl-BE"})["Location"] == "/nl/"


def test_caches_keep_the_languages_apart(client) -> None:
    assert "Accept-Language" in client.get("/")["Vary"]
