"""What is asked of a translation service, and what becomes of its answers."""

import pytest

from rotonde.translations import machine
from rotonde.translations.machine import translated


def ask(*texts: str, source: str = "en", target: str = "fr", seconds: float = 5):
    return translated(texts, source=source, target=target, seconds=seconds)


def test_without_an_address_nobody_is_asked(settings) -> None:
    settings.TRANSLATION_URL = ""
    with pytest.raises(machine.SwitchedOff):
        ask("help")


def test_libretranslate_is_asked_as_it_wants(translator) -> None:
    assert ask("help", "advice") == ["[fr] help", "[fr] advice"]
    (asked,) = translator.asked
    assert asked["path"] == "/translate"
    assert asked["body"] == {
        "q": ["help", "advice"],
        "source": "en",
        "target": "fr",
        "format": "text",
        "api_key": "a-key",
    }


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [("en", "fr", ("EN", "FR")), ("nl", "en", ("NL", "EN-GB")), ("en", "ar", ("EN", "AR"))],
)
def test_deepl_is_asked_as_it_wants(translator, settings, source, target, codes) -> None:
    settings.TRANSLATION_PROVIDER = "deepl"
    assert ask("help", source=source, target=target) == [f"[{codes[1]}] help"]
    (asked,) = translator.asked
    assert asked["path"] == "/v2/translate"
    assert asked["body"] == {"text": ["help"], "source_lang": codes[0], "target_lang": codes[1]}


@pytest.mark.parametrize("provider", ["libretranslate", "deepl"])
def test_a_wrong_key_is_told_apart(translator, settings, provider) -> None:
    settings.TRANSLATION_PROVIDER, settings.TRANSLATION_KEY = provider, "wrong"
    with pytest.raises(machine.KeyRefused):
        ask("help")


@pytest.mark.parametrize("provider", ["libretranslate", "deepl"])
@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (403, machine.KeyRefused),
        (429, machine.EnoughForNow),
        (456, machine.EnoughForNow),
        (500, machine.Unreachable),
        (503, machine.Unreachable),
        (400, machine.Unusable),
        (413, machine.Unusable),
        (302, machine.Unusable),
    ],
)
def test_what_a_status_means(translator, settings, provider, status, problem) -> None:
    settings.TRANSLATION_PROVIDER = provider
    translator.status = status
    with pytest.raises(problem):
        ask("help")


@pytest.mark.parametrize("provider", ["libretranslate", "deepl"])
@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"translatedText": "one text", "translations": "x"}',
        b'{"translatedText": [], "translations": []}',
        b'{"translatedText": [1], "translations": [{"text": 1}]}',
        b'{"translatedText": null, "translations": [{}]}',
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_none_is_said_to_be(translator, settings, provider, body) -> None:
    settings.TRANSLATION_PROVIDER = provider
    translator.body = body
    with pytest.raises(machine.Unusable):
        ask("help")


def test_who_does_not_answer_in_time_is_not_waited_for(translator) -> None:
    translator.delay = 0.6
    with pytest.raises(machine.Unreachable):
        ask("help", seconds=0.2)


def test_who_is_not_there_is_unreachable(settings) -> None:
    settings.TRANSLATION_URL = "http://127.0.0.1:9"
    with pytest.raises(machine.Unreachable) as problem:
        ask("help")
    assert "127.0.0.1" not in str(problem.value)


def test_many_texts_go_in_several_requests_and_come_back_in_order(translator) -> None:
    texts = [f"text {n}" for n in range(machine.MOST_TEXTS + 5)]
    assert ask(*texts) == [f"[fr] {text}" for text in texts]
    assert [len(asked["body"]["q"]) for asked in translator.asked] == [machine.MOST_TEXTS, 5]


def test_large_texts_go_one_by_one_and_one_too_large_not_at_all(translator) -> None:
    large, huge = "a" * (machine.MOST_BYTES - 1), "ä" * machine.MOST_BYTES
    answers = ask(large, huge, "help", "")
    assert [answer is None for answer in answers] == [False, True, False, True]
    assert [len(asked["body"]["q"]) for asked in translator.asked] == [1, 1]


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("See https://example.org/a.", "Voir https://example.org/a.", True),
        ("See https://example.org/a.", "Voir https://exemple.org/a.", False),
        ("Write to help@example.org", "Écrivez à aide@example.org", False),
        ("Dear {name}", "Cher {nom}", False),
        ("%(n)s places", "%(n)s lieux", True),
        ("help", "  ", False),
        ("help", "aide\x00", False),
        ("help", "<b>aide</b>", True),
    ],
)
def test_what_came_back_without_its_addresses_is_not_used(translator, text, answer, whole) -> None:
    translator.words = {text: answer}
    assert ask(text) == [answer if whole else None]
