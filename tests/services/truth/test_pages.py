"""The owner's page and the page for everybody: what each does, and what opening them does not."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from services.models import OwnersCheck, Service, Suggestion
from services.truth.asking import ask_owners
from services.truth.suggesting import MOST_A_DAY, suggest
from tests.factories.services import ServiceFactory

# The pages read the clock: whatever is asked here was asked before.
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return ServiceFactory(
        slug="advice", name_en="Advice", name_nl="Advies", email="owner@example.org", channels=[{}]
    )


@pytest.fixture
def check(service) -> OwnersCheck:
    ask_owners(at=NOW)
    return OwnersCheck.objects.get()


class TestTheOwner:
    def test_opening_the_link_answers_nothing(self, client, check):
        page = client.get(check.get_absolute_url())
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        check.refresh_from_db()
        assert check.answered_at is None

    def test_one_press_without_an_account(self, client, check, service):
        response = client.post(check.get_absolute_url(), {"correct": "yes"}, follow=True)
        assert "Thank you." in response.content.decode()
        check.refresh_from_db()
        service.refresh_from_db()
        assert check.answered_at is not None
        assert service.verified

    def test_something_has_changed(self, client, check):
        client.post(check.get_absolute_url(), {"text": "We have moved."})
        suggestion = Suggestion.objects.get()
        assert (suggestion.text, suggestion.by_owner) == ("We have moved.", True)
        check.refresh_from_db()
        assert check.answered_at is None  # nobody has said that it is correct

    def test_whoever_has_sent_a_correction_reads_so(self, client, check):
        page = check.get_absolute_url()
        told = client.post(page, {"text": "We have moved."}, follow=True).content.decode()
        assert "You sent us a correction on" in told
        assert "Still correct" in told  # once it is mended, one press is enough

    def test_another_code_opens_nothing(self, client, check):
        assert client.get(reverse("services:check", args=["x" * 22])).status_code == 404

    def test_the_mail_says_it_in_dutch_and_the_outbox_forgets_the_link(self, check, mailoutbox):
        deliver_due(at=NOW)
        (mail,) = mailoutbox
        assert mail.to == ["owner@example.org"]
        assert "Advies" in mail.subject
        assert check.code in mail.body
        assert check.code not in Message.objects.get().sent_text


class TestEverybody:
    def test_a_correction_reaches_the_editors_and_changes_nothing(self, client, service):
        page = reverse("services:correct", args=[service.public_id])
        key = client.get(page).context["form"]["form_key"].value()
        for _twice in range(2):
            response = client.post(page, {"text": "Closed on Friday.", "form_key": key})
            assert response.status_code == 302
        assert Suggestion.objects.get().text == "Closed on Friday."
        before = service.changed_at
        service.refresh_from_db()
        assert service.changed_at == before

    def test_an_empty_one_is_asked_for_again(self, client, service):
        page = reverse("services:correct", args=[service.public_id])
        assert client.post(page, {"text": "  "}).status_code == 400

    def test_a_flood_is_dammed(self, client, service):
        for number in range(MOST_A_DAY):
            suggest(service=service, text=f"{number}", at=datetime.now(UTC))
        page = reverse("services:correct", args=[service.public_id])
        assert client.post(page, {"text": "one more"}).status_code == 400
        assert Suggestion.objects.count() == MOST_A_DAY

    def test_a_hidden_entry_is_not_there(self, client, service):
        Service.objects.update(state="hidden")
        page = reverse("services:correct", args=[service.public_id])
        assert client.get(page).status_code == 404

    def test_the_entry_says_when_nobody_confirmed_it(self, client, service, check):
        page = service.get_absolute_url()
        assert "had no answer" not in client.get(page).content.decode()
        OwnersCheck.objects.update(marked_at=NOW)
        assert "had no answer" in client.get(page).content.decode()
