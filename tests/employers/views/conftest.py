"""Who may open a page of an employer, asked of each view in the same words."""

from collections.abc import Callable

import pytest

from rotonde.accounts.roles import Role
from rotonde.organisations.models import Organisation
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import TODAY, OrganisationFactory, a_member, an_agent
from tests.strict_client import StrictClient

Outsiders = dict[str, StrictClient]


@pytest.fixture
def outsiders(employer: Organisation) -> Outsiders:
    """People with an account to whom this employer's pages do not exist."""
    other = OrganisationFactory(slug="rival")
    yesterday = TODAY.replace(month=2, day=28)
    no_agent = OrganisationFactory(slug="no-mandate")
    everybody = {
        "newcomer": an_account("newcomer@x.example", Role.NEWCOMER),
        "officer": an_account("officer@x.example", Role.OFFICER),
        "admin": an_account("admin@x.example", is_superuser=True, is_staff=True),
        "another employer": a_member(other, "hr@rival.example"),
        "organiser of the employer": a_member(employer, "fun@acme.example", role="organiser"),
        "gone": a_member(employer, "gone@acme.example", valid_until=yesterday),
        "agent without mandate": a_member(no_agent, "agent@none.example", role="agent"),
        "agent after the mandate": an_agent(employer, "late@x.example", valid_until=yesterday),
        "agent before the mandate": an_agent(
            employer, "early@x.example", valid_from=TODAY.replace(day=2)
        ),
    }
    return {who: browser_of(user) for who, user in everybody.items()}


@pytest.fixture
def closed_to(outsiders: Outsiders, client: StrictClient) -> Callable[..., None]:
    """Asserts that a page leads strangers to sign in and does not exist for all other outsiders."""

    def check(url: str, *, methods: tuple[str, ...] = ("get", "post")) -> None:
        for method in methods:
            to_sign_in = getattr(client, method)(url)
            assert to_sign_in.status_code == 302, method
            assert "/accounts/login/" in to_sign_in["Location"]
            answers = {
                who: getattr(each, method)(url).status_code for who, each in outsiders.items()
            }
            assert set(answers.values()) == {404}, (method, answers)

    return check
