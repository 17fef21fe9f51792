"""Was this what you needed? Counts the answers, and keeps what was missing for the editors.

An answer is a number in a row of its guide and language. That one press counts once, and that one
network does not answer for everybody, is remembered in the cache for an hour, by keys that tell
nothing of a person.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from services.guides.models import Guide
from services.models.verdicts import GuideGap, GuideVerdict

# A classroom may answer from one address; a script that goes on and on may not.
MOST_AN_HOUR = 60
# Whoever fills the desk with words about one guide is not heard sooner for it.
MOST_A_DAY = 10
_HOUR = 3600
_DAY = timedelta(days=1)


class EnoughGaps(Exception):
    """So many words about this guide wait to be read that more add nothing."""


def judge(*, guide: Guide, language: str, useful: bool, form_key: str, address: str) -> bool:
    """Count an answer; whether it was counted. The same `form_key` counts once."""
    if not cache.add(f"judged.{form_key}", 1, _HOUR) or _too_often(address):
        return False
    row, _made = GuideVerdict.objects.get_or_create(guide=guide, language=language)
    column = "yes" if useful else "no"
    GuideVerdict.objects.filter(pk=row.pk).update(**{column: F(column) + 1})
    return True


@transaction.atomic
def tell_gap(*, guide: Guide, language: str, text: str, at: datetime, form_key: str) -> GuideGap:
    """Keep what was missing. The same `form_key` is one text. Raises EnoughGaps."""
    # One at a time: a second sending of the form finds what the first one kept.
    Guide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    if form_key and (known := GuideGap.objects.filter(form_key=form_key).first()):
        return known
    if GuideGap.objects.filter(guide=guide, made_at__gt=at - _DAY).count() >= MOST_A_DAY:
        raise EnoughGaps
    return GuideGap.objects.create(
        guide=guide, language=language, text=text, made_at=at, form_key=form_key or None
    )


def settle_gap(*, gap: GuideGap) -> bool:
    """An editor has dealt with it: the words go; whether nobody was faster."""
    return GuideGap.objects.filter(pk=gap.pk).delete()[0] > 0


def _too_often(address: str) -> bool:
    key = f"judging.{salted_hmac('services.guides.judging', address).hexdigest()}"
    cache.add(key, 0, _HOUR)
    return cache.incr(key) > MOST_AN_HOUR
