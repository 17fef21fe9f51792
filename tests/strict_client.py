"""A test client that refuses sloppy pages.

Every HTML answer must carry `lang` and `dir` of its language, no inline script or style, no
leftover template syntax, no empty link, one h1, and unique ids; a form that posts must carry its
token; a redirect must not leave the site.
"""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from lxml import etree

_LEFTOVER = re.compile(r"\{\{|\}\}|\{%|%\}|%\(\w+\)s")
_HANDLER = re.compile(r"^on[a-z]+$")


class StrictClient(Client):
    """Django's client, with an eye on every page it is given."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            inspect(response, request.get("PATH_INFO", ""))
        return response


def inspect(response: HttpResponse, path: str) -> None:
    """Assert that an HTML answer keeps the rules of the house."""
    if response.status_code in (301, 302, 303, 307, 308):
        assert urlsplit(response["Location"]).netloc in ("", "testserver"), response["Location"]
        return
    html = response.content.decode()
    if path.startswith("/admin/") or not html:
        return
    leftover = _LEFTOVER.search(html)
    assert not leftover, (
        f"{path}: leftover template syntax near {html[leftover.start() - 40 :][:120]!r}"
    )
    page = tree_of(html)
    tags = list(page.iter(etree.Element))
    for tag in tags:
        assert "style" not in tag.attrib, f"{path}: inline style on <{tag.tag}>"
        handlers = [name for name in tag.attrib if _HANDLER.match(name)]
        assert not handlers, f"{path}: inline handler {handlers} on <{tag.tag}>"
        assert tag.tag != "a" or tag.get("href", "#"), f"{path}: a link to nowhere"
        if tag.tag == "script":
            outside = tag.get("src") or tag.get("type") == "application/ld+json"
            assert outside, f"{path}: inline script"
        if tag.tag == "form" and tag.get("method", "").lower() == "post":
            token = tag.find(".//input[@name='csrfmiddlewaretoken']")
            assert token is not None, f"{path}: {tag.get('action')} would refuse this form"
    named = Counter(tag.tag for tag in tags)
    assert not named["style"], f"{path}: inline <style>"
    ids = Counter(tag.attrib["id"] for tag in tags if "id" in tag.attrib)
    repeated = sorted(name for name, times in ids.items() if times > 1)
    assert not repeated, f"{path}: repeated ids {repeated}"
    if "<html" not in html:
        return  # a fragment, which the parser completes
    assert page.get("lang"), f"{path}: <html> without lang"
    assert page.get("dir") in ("ltr", "rtl"), f"{path}: <html> without dir"
    assert (page.findtext(".//title") or "").strip(), f"{path}: no title"
    assert named["h1"] == 1, f"{path}: not exactly one h1"


def tree_of(html: str) -> etree._Element:
    """The page as a tree; its root is <html>."""
    return etree.fromstring(html, etree.HTMLParser())
