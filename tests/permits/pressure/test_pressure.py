"""Only when holds rain down is each earned: by a little work, or a little patience; once."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.urls import reverse

from permits.models import Visit
from permits.pressure.challenge import (
    Proof,
    is_earned,
    leading_zero_bits,
    set_challenge,
)
from tests.factories.centers import open_center
from tests.permits.views.conftest import NOW

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
HOLD = reverse("permits:hold")


@pytest.fixture(autouse=True)
def _easy(settings):
    settings.PRESSURE_BITS = 6
    settings.PRESSURE_WAIT_SECONDS = 20


@pytest.fixture
def center(db):
    return open_center(at=NOW).center


def solution(token, bits=6):
    return next(str(n) for n in count() if leading_zero_bits(token, str(n)) >= bits)


class TestChallenge:
    def test_solved_it_is_good_at_once_and_once(self, center):
        token = set_challenge(center, "a", at=NOW).token
        proof = Proof(token, solution(token))
        assert is_earned(center, "a", proof, at=NOW + SECOND)
        assert not is_earned(center, "a", proof, at=NOW + SECOND)

    def test_waited_for_it_is_good_too_and_once(self, center):
        proof = Proof(set_challenge(center, "a", at=NOW).token)
        assert not is_earned(center, "a", proof, at=NOW + 19 * SECOND)
        assert is_earned(center, "a", proof, at=NOW + 20 * SECOND)
        assert not is_earned(center, "a", proof, at=NOW + 21 * SECOND)

    def test_who_asks_for_many_waits_for_one_after_the_other(self, center):
        waits = [set_challenge(center, "a", at=NOW).wait_seconds(at=NOW) for _ in range(3)]
        assert waits == [20, 40, 60]
        assert set_challenge(center, "b", at=NOW).wait_seconds(at=NOW) == 20

    def test_it_does_not_keep(self, center):
        token = set_challenge(center, "a", at=NOW).token
        late = NOW + timedelta(minutes=11)
        assert not is_earned(center, "a", Proof(token, solution(token)), at=late)

    def test_it_is_good_at_its_center_and_for_its_address_only(self, center):
        token = set_challenge(center, "a", at=NOW).token
        proof = Proof(token, solution(token))
        assert not is_earned(center, "b", proof, at=NOW)
        center.slug = "elsewhere"
        assert not is_earned(center, "a", proof, at=NOW)

    def test_a_number_that_does_not_solve_it_earns_nothing(self, center):
        token = set_challenge(center, "a", at=NOW).token
        wrong = next(str(n) for n in count() if leading_zero_bits(token, str(n)) < 6)
        assert not is_earned(center, "a", Proof(token, wrong), at=NOW)

    @pytest.mark.parametrize("sign", ["x", "²", "٣", " ", "-"])
    def test_what_is_no_number_earns_nothing_however_well_it_hashes(self, center, sign):
        token = set_challenge(center, "a", at=NOW).token
        candidates = (f"{sign}{n}" for n in count())
        hashed_well = next(text for text in candidates if leading_zero_bits(token, text) >= 6)
        assert not is_earned(center, "a", Proof(token, hashed_well), at=NOW)

    @pytest.mark.parametrize("wrong", ["", "1" * 40])
    def test_nothing_and_far_too_much_earn_nothing(self, center, wrong):
        token = set_challenge(center, "a", at=NOW).token
        assert not is_earned(center, "a", Proof(token, wrong), at=NOW)

    def test_a_token_of_ones_own_earns_nothing(self, center):
        token = set_challenge(center, "a", at=NOW).token[:-2] + "xx"
        assert not is_earned(center, "a", Proof(token, solution(token)), at=NOW + 30 * SECOND)


class TestPages:
    @pytest.fixture
    def rush(self, settings):
        settings.PRESSURE_HOLDS_PER_CENTER = 0

    def test_in_a_quiet_minute_nobody_notices(self, newcomer):
        assert newcomer.take(newcomer.world.at(0, 9)).status_code == 302

    def test_under_pressure_the_page_asks_and_keeps_what_was_chosen(self, rush, newcomer):
        start = newcomer.world.at(0, 9).isoformat()
        response = newcomer.take(start, adults=2)
        assert response.status_code == 429
        assert response["Retry-After"] == "20"
        text = response.content.decode()
        assert f'name="start" value="{start}"' in text
        assert 'name="adults" value="2"' in text
        assert not Visit.objects.exists()

    def test_solved_it_goes_on(self, rush, newcomer):
        start = newcomer.world.at(0, 9)
        token = newcomer.take(start).context["challenge"].token
        done = newcomer.take(start, challenge=token, solution=solution(token))
        assert done.status_code == 302
        assert newcomer.take(start, challenge=token, solution=solution(token)).status_code == 429

    def test_without_a_script_waiting_does(self, rush, newcomer, clock):
        start = newcomer.world.at(0, 9)
        token = newcomer.take(start).context["challenge"].token
        clock.shift(10 * SECOND)
        assert newcomer.take(start, challenge=token, solution="").status_code == 429
        clock.shift(10 * SECOND)
        assert newcomer.take(start, challenge=token, solution="").status_code == 302

    def test_who_comes_too_early_waits_no_longer_for_it(self, rush, newcomer, clock):
        start = newcomer.world.at(0, 9)
        token = newcomer.take(start).context["challenge"].token
        clock.shift(15 * SECOND)
        early = newcomer.take(start, challenge=token, solution="")
        assert early.context["challenge"].token == token
        assert early["Retry-After"] == "5"

    def test_what_earned_a_hold_already_has_to_be_earned_anew(self, rush, newcomer):
        start = newcomer.world.at(0, 9)
        token = newcomer.take(start).context["challenge"].token
        newcomer.take(start, challenge=token, solution=solution(token))
        again = newcomer.take(start, challenge=token, solution=solution(token))
        assert again.context["challenge"].token != token

    def test_many_holds_of_a_minute_are_pressure(self, newcomer, stranger, settings, clock):
        settings.PRESSURE_HOLDS_PER_CENTER = 1
        newcomer.hold()
        assert stranger.take(newcomer.world.at(1, 9)).status_code == 429
        clock.shift(61 * SECOND)
        assert stranger.take(newcomer.world.at(1, 9)).status_code == 302

    def test_so_are_many_from_one_neighbourhood(self, newcomer, stranger, settings):
        settings.PRESSURE_HOLDS_PER_BLOCK = 1
        newcomer.hold()
        stranger.client.defaults["REMOTE_ADDR"] = "127.0.0.99"
        assert stranger.take(newcomer.world.at(1, 9)).status_code == 429
        stranger.client.defaults["REMOTE_ADDR"] = "192.0.2.1"
        assert stranger.take(newcomer.world.at(1, 9)).status_code == 302


class TestApi:
    def test_a_program_is_told_the_challenge_and_solves_it(self, world, client, settings):
        settings.PRESSURE_HOLDS_PER_CENTER = 0
        body = {
            "center": "gent",
            "start": world.at(0, 9).isoformat(),
            "people": [{"kind": "adult", "procedures": ["registration", "residence-permit"]}],
        }

        def hold(**more):
            return client.post("/api/v1/holds", {**body, **more}, content_type="application/json")

        refused = hold()
        assert refused.status_code == 429
        assert refused["Content-Type"] == "application/problem+json"
        told = refused.json()["challenge"]
        assert (told["bits"], told["algorithm"]) == (6, "sha256(token:n)")
        assert datetime.fromisoformat(told["not_before"]) == NOW.astimezone(UTC) + 20 * SECOND
        done = hold(challenge=told["token"], solution=solution(told["token"]))
        assert done.status_code == 201
