"""People with an account, whose address is confirmed."""

from allauth.account.models import EmailAddress

from rotonde.accounts.models import User
from rotonde.accounts.roles import Role, assign
from tests.strict_client import StrictClient

PASSWORD = "a long enough password"


def an_account(email: str = "ada@example.org", *roles: Role, password: str = "", **fields) -> User:
    """An account of this address, in these roles; with a password only if one is given."""
    user = User.objects.create_user(email, password or None, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in roles:
        assign(user, role)
    return user


def browser_of(user: User) -> StrictClient:
    """A browser in which `user` is signed in."""
    client = StrictClient()
    client.force_login(user)
    return client
