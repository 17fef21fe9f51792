"""The addresses of a menu: with its entries written in it, or with the code of a kept one."""

from django.urls import reverse

from rotonde.common.links import whole
from services.menus.models import Menu
from services.menus.refs import Refs, written

OF = "of"


def link_of(refs: Refs) -> str:
    """The whole address that shows `refs` to whoever opens it; nothing is stored for it."""
    return whole(f"{reverse('services:menu')}?{OF}={written(refs)}")


def link_to(menu: Menu) -> str:
    """The whole address of a shared menu, which shows it as it will be then."""
    return whole(menu.get_absolute_url())
