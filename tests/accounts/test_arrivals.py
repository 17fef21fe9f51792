"""What a browser has gathered is taken over by whatever way somebody signs in."""

import pytest

from services.menus.keeping import refs_of_account
from services.menus.reading import ref_to
from tests.accounts.test_sign_in import ask_for_code, type_code
from tests.factories.accounts import an_account
from tests.factories.services import ServiceFactory
from tests.services.menus.test_pages import put


@pytest.mark.django_db
def test_with_a_code_by_mail(client, postbox, code) -> None:
    ada, service = an_account(), ServiceFactory()
    put(client, service)
    ask_for_code(client)
    type_code(client, code())
    assert refs_of_account(ada) == (ref_to(service),)
    assert client.cookies["menu"].value == ""
