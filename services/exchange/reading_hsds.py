"""Reads HSDS 3.0: our own files without loss, those of others as far as they tell."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from django.utils.translation import gettext as _

from services.exchange.drafts import Draft, Fault, FileUnreadable, Node, Reading, foreign_id
from services.exchange.hsds import EXTENSION
from services.exchange.reading_channels import channels_of
from services.exchange.records import SOURCED, STATE, TEXTS, Record, Values

# Where HSDS has room for a text of ours.
_CORE = {"name": "name", "fees": "fees_description", "audience": "eligibility_description"}
_STATES = {"active": "published"}


def read_hsds(content: bytes, *, name: str) -> Reading:
    """A list of services, one service, or a page of them. Raises FileUnreadable."""
    try:
        told = json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise FileUnreadable(_("This is not JSON.")) from None
    page = told if isinstance(told, dict) else {"contents": told}
    services = page.get("contents", page.get("services", [page] if "id" in page else None))
    if not isinstance(services, list):
        raise FileUnreadable(_("There are no services in this file."))
    reading = Reading(name)
    faults: list[Fault] = []
    whole = Node(page, "", faults)
    for term in whole.node(EXTENSION).nodes("taxonomy_terms"):
        theme = term.node(EXTENSION)
        reading.themes[theme.text("slug")] = theme.values
    for each in whole.node(EXTENSION).nodes("municipalities"):
        reading.municipalities[each.text("nis_code")] = each.values
    if faults:
        raise FileUnreadable(faults[0].why, field=faults[0].field)
    reading.drafts = [_draft(each, number) for number, each in enumerate(services, start=1)]
    return reading


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def _draft(told: Any, number: int) -> Draft:
    if not isinstance(told, dict):
        return Draft(str(number), None, [Fault("", _("This is not an object."))])
    faults: list[Fault] = []
    node = Node(told, "", faults)
    own = node.node(EXTENSION)
    if own.flag("removed") and own.text("public_id"):
        return Draft(str(number), None, faults, removed=own.text("public_id"))
    return Draft(str(number), _record(node), faults)


def _record(told: Node) -> Record:
    own = told.node(EXTENSION)
    places: dict[str, Values] = {}
    if own.flag("short"):
        told.refuse(EXTENSION, _("This is the short form of a service; ask for the full one."))
    if not told.text("id") and not own.text("public_id"):
        told.refuse("id", _("Nothing says which service this is."))
    return Record(
        service=_service(told, own),
        texts=_texts(told, own),
        organisation=_organisation(told.node("organization")),
        themes=sorted({_term(each) for each in told.nodes("attributes")} - {""}),
        channels=channels_of(told, places),
        places=dict(sorted(places.items())),
        states=_translation_states(own) if EXTENSION in told.values else None,
    )


def _service(told: Node, own: Node) -> Values:
    phones = [each for each in told.nodes("phones") if "channel" not in each.node(EXTENSION).values]
    return {
        "public_id": own.text("public_id") or foreign_id("hsds", told.text("id")),
        "slug": own.text("slug"),
        "state": _STATES.get(told.text("status"), "hidden"),
        "cost": own.text("cost"),
        "website": told.text("url"),
        "phone": phones[0].text("number") if phones else "",
        "email": told.text("email"),
        "source": own.text("source"),
        "checked_on": told.optional("assured_date"),
        "verified": own.flag("verified"),
    }


def _texts(told: Node, own: Node) -> dict[str, dict[str, str]]:
    language = own.text("language") or "en"
    translations = own.node("translations")
    texts = {
        name: {code: translations.node(name).text(code) for code in translations.node(name).values}
        for name in TEXTS
    }
    for unknown in set(translations.values) - set(TEXTS):
        translations.refuse(unknown, _("There is no such text."))
    for name, core in _CORE.items():
        texts[name][language] = told.text(core)
    documents = [each.text("document") for each in told.nodes("required_documents")]
    texts["documents"][language] = "\n".join(filter(None, documents))
    description = told.text("description")
    if EXTENSION not in told.values:
        texts["summary"][language] = textwrap.shorten(description, 300, placeholder="…")
    if description != texts["summary"].get(language):
        texts["description"][language] = description
    kept = {name: {c: text for c, text in of.items() if text} for name, of in texts.items()}
    return {name: of for name, of in kept.items() if of}


def _organisation(told: Node) -> Values:
    own = told.node(EXTENSION)
    phones = list(told.nodes("phones"))
    return {
        "slug": own.text("slug") or f"hsds-{foreign_id('organization', told.text('id'))}",
        "name": told.text("name"),
        "kind": own.text("kind"),
        "website": told.text("website"),
        "phone": phones[0].text("number") if phones else "",
        "email": told.text("email"),
        "paid_partner": own.flag("paid_partner"),
        **sourced(own),
    }


def sourced(own: Node) -> Values:
    values = (own.text("source"), own.optional("checked_on"), own.flag("verified"))
    return dict(zip(SOURCED, values, strict=True))


def _term(attribute: Node) -> str:
    """The slug of the theme; an attribute of something else is none of ours."""
    return attribute.node("taxonomy_term").text("code")


def _translation_states(own: Node) -> list[Values]:
    rows = [
        {name: each.flag(name) if name == "reviewed" else each.text(name) for name in STATE}
        for each in own.nodes("translation_states")
    ]
    return sorted(rows, key=lambda row: (row["field"], row["language"]))
