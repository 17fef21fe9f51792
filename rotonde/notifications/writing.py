"""A mail out of the templates of its kind."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi

from rotonde.notifications.kinds import Attachment, Mail


def written(
    kind: str, context: Mapping[str, Any], *, attachments: tuple[Attachment, ...] = ()
) -> Mail:
    """The mail of `kind` in the active language: emails/<kind>/ subject.txt, body.txt, body.html.

    Besides `context` its templates know `rtl`, whether the language is written from the right.
    """
    told = {**context, "rtl": get_language_bidi()}

    def part(name: str) -> str:
        return render_to_string(f"emails/{kind}/{name}", told)

    return Mail(
        subject=part("subject.txt").strip(),
        text=part("body.txt").strip() + "\n",
        html=part("body.html"),
        attachments=attachments,
    )
