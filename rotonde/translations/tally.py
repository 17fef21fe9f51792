"""How many texts of each thing stand how in each language, counted once and kept.

The database notes what was written, whoever wrote it (`tallying.py`); before the numbers are read,
what was noted is counted anew. So a change costs its own count and not that of everything.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from rotonde.common.languages import CODES
from rotonde.translations.kinds import Kind, kinds
from rotonde.translations.standing import standing_of

# One at a time: who counted first must not write last.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock('translations_tally'::regclass::oid::bigint)"
_NOTED = "SELECT EXISTS (SELECT FROM translations_untallied)"
# What is noted while we count stays for the next time.
_TAKE = """
    WITH taken AS (DELETE FROM translations_untallied RETURNING model, object_id)
    SELECT model, array_agg(DISTINCT object_id) FROM taken GROUP BY model
"""
_FORGET = "DELETE FROM translations_tally WHERE model = %s AND object_id = ANY(%s)"
_COUNT = """
    INSERT INTO translations_tally (
        model, object_id, language, complete, outdated, machine, missing,
        outdated_since, machine_since, missing_since
    )
    SELECT %s, object_id, language,
        count(*) FILTER (WHERE state = 'complete'),
        count(*) FILTER (WHERE state = 'outdated'),
        count(*) FILTER (WHERE state = 'machine'),
        count(*) FILTER (WHERE state = 'missing'),
        min(seen_at) FILTER (WHERE state = 'outdated'),
        min(seen_at) FILTER (WHERE state = 'machine'),
        min(seen_at) FILTER (WHERE state = 'missing')
    FROM ({standing}) each
    LEFT JOIN translations_sourcerevision revision ON revision.hash = each.source_hash
    GROUP BY object_id, language
"""
# As much as fits in memory: each batch reads all states once.
_BATCH = 20_000


def bring_up_to_date() -> int:
    """Count what was written since the last time; how many things that were."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTED)
        is_noted = cursor.fetchone()[0]
        return _count_noted(cursor) if is_noted else 0


@transaction.atomic
def _count_noted(cursor: Any) -> int:
    cursor.execute(_ONE_AT_A_TIME)
    cursor.execute(_TAKE)
    noted: dict[str, list[int]] = dict(cursor.fetchall())
    for kind in kinds().values():
        ids = noted.get(kind.label, [])
        for first in range(0, len(ids), _BATCH):
            _count(cursor, kind, ids[first : first + _BATCH])
    return sum(map(len, noted.values()))


def _count(cursor: Any, kind: Kind, ids: Sequence[int]) -> None:
    sql, parameters = standing_of(kind, CODES, ids)
    cursor.execute(_FORGET, [kind.label, ids])
    cursor.execute(_COUNT.format(standing=sql), [kind.label, *parameters])
