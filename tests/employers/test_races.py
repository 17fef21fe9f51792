"""Real processes that register the same person at the same moment: one hire, one invitation."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from benchmarks._common import database_url
from rotonde.employers.models import Hire
from rotonde.notifications.models import Message
from tests.factories.employers import NOW, OrganisationFactory, a_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

RACERS = 4
# Long enough for all of them to have started on a busy machine.
HEAD_START = 8


def race(*form_keys: str) -> Counter[str]:
    """What the racers answer, one for each form key."""
    employer = OrganisationFactory()
    hr = a_member(employer, "hr@acme.example")
    told = [str(time.time() + HEAD_START), NOW.isoformat(), str(employer.pk), str(hr.pk)]
    environment = {**os.environ, "DATABASE_URL": database_url()}
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.employers.racer", *told, key],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for key in form_keys
    ]
    answers = [racer.communicate(timeout=60)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(racers)
    assert len({answer.split()[1] for answer in answers}) == 1
    return Counter(answer.split()[0] for answer in answers)


def test_one_form_posted_by_all_at_once():
    assert race(*["k" * 16] * RACERS) == {"new": 1, "again": RACERS - 1}
    assert Hire.objects.count() == Message.objects.count() == 1


def test_the_same_person_in_several_forms_at_once():
    assert race(*[f"{n}" * 16 for n in range(RACERS)]) == {"new": 1, "refused": RACERS - 1}
    assert Hire.objects.count() == Message.objects.count() == 1
