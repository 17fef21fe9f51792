"""What a button on a menu asks for."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import ngettext

from services.menus.refs import (
    MOST,
    Change,
    Ref,
    Refs,
    added,
    moved,
    parsed,
    ref_of,
    removed,
    restored,
)


def asked_change(post: QueryDict) -> Change | None:
    """The change that the pressed button names; None for what no button says."""
    for verb in ("add", "remove", "up", "down"):
        ref = ref_of(post.get(verb, ""))
        if ref:
            return _of_one(verb, ref)
    for verb in ("take", "restore", "tidy"):
        if verb in post:
            return _of_many(verb, parsed(post.get(verb, "")))
    return _emptied if "empty" in post else None


def refuse(request: HttpRequest) -> None:
    """Say that the menu is full."""
    words = ngettext(
        "Your menu holds %(n)d entry at most. Take something off first.",
        "Your menu holds %(n)d entries at most. Take something off first.",
        MOST,
    )
    messages.warning(request, words % {"n": MOST})


def _of_one(verb: str, ref: Ref) -> Change:
    if verb == "add":
        return lambda refs: added(refs, ref)
    if verb == "remove":
        return lambda refs: removed(refs, ref)
    steps = 1 if verb == "down" else -1
    return lambda refs: moved(refs, ref, steps=steps)


def _of_many(verb: str, many: Refs) -> Change:
    if verb == "take":
        return lambda refs: added(refs, *many)
    if verb == "tidy":
        return lambda refs: removed(refs, *many)
    return lambda refs: restored(refs, many)


def _emptied(refs: Refs) -> Refs:
    return ()
