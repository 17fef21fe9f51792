import pytest
from django.test import override_settings

from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/ar/nothing/", "/xx/", "/nothing", "/en/services/x-00000000/"]
)
def test_an_unknown_address_is_a_page_with_a_way_on(client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert b'href="/' in response.content


@pytest.mark.parametrize(
    ("path", "status"), [("/en/%00", 404), ("/%00", 404), ("/en/services/?q=%00", 400)]
)
def test_a_nul_byte_is_refused_in_words(client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert b"<h1" in response.content


def test_a_wrong_method_is_refused_in_words(client) -> None:
    response = client.post("/en/")
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert b"<h1" in response.content


def test_an_oversized_body_is_refused_in_words(client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = client.post("/en/appointments/hold/", {"name": "x" * 2000})
    assert response.status_code == 413
    assert b"<h1" in response.content


def test_a_form_without_its_token_is_explained() -> None:
    strict = StrictClient(enforce_csrf_checks=True)
    response = strict.post("/en/appointments/hold/", {"start": "x"})
    assert response.status_code == 403
    assert b"<h1" in response.content


def test_the_error_page_speaks_the_readers_language(client) -> None:
    assert b'<html lang="ar" dir="rtl">' in client.get("/ar/nothing/").content


def test_no_page_carries_a_stack_trace(client) -> None:
    assert b"Traceback" not in client.get("/en/nothing/").content


def test_every_page_forbids_inline_code(client) -> None:
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/nothing", 404), ("/api/v1/services?q=%00", 400), ("/api/v1/services/%00", 400)],
)
def test_programs_get_problem_details(client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
