"""How every text stands in every language, asked of the database in one piece.

The same rule as `States.of`, which tells it of single texts.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from rotonde.translations.kinds import Kind
from rotonde.translations.recording import fields_of

Parameters = list[Any]

_HASH = "encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
# What a state was made from reads otherwise now.
_BEHIND = """CASE {row}.source_language
        WHEN 'en' THEN f.en > '' AND f.en_hash <> {row}.source_hash
        WHEN 'nl' THEN f.nl > '' AND f.nl_hash <> {row}.source_hash
        ELSE false END"""
_ABOUT = "{row}.text_hash IN ('', {hash})"

# Sources are hashed once a field, and other texts only where it matters: of some 10,000 services
# that are half a million texts. OFFSET 0 keeps the database from hashing anew for each language.
_STANDING = f"""
    SELECT %s AS code, f.object_id, f.field, v.language,
        CASE
            WHEN v.text = '' THEN 'missing'
            WHEN s.id IS NULL THEN 'complete'
            WHEN ({_BEHIND.format(row="s")} OR (
                    {_BEHIND.format(row="e")}
                    AND CASE e.language
                        WHEN 'en' THEN {_ABOUT.format(row="e", hash="f.en_hash")}
                        ELSE {_ABOUT.format(row="e", hash="f.nl_hash")} END
                )) AND {_ABOUT.format(row="s", hash=_HASH.format(text="v.text"))} THEN 'outdated'
            WHEN s.origin = 'machine' AND NOT s.reviewed
                AND {_ABOUT.format(row="s", hash=_HASH.format(text="v.text"))} THEN 'machine'
            ELSE 'complete'
        END AS state,
        CASE WHEN f.en > '' AND v.language <> 'en' THEN f.en_hash ELSE f.nl_hash END AS source_hash
    FROM (
        SELECT t.id AS object_id, each.*,
            {_HASH.format(text="each.en")} AS en_hash, {_HASH.format(text="each.nl")} AS nl_hash
        FROM {{table}} t
        CROSS JOIN LATERAL (VALUES {{fields}}) AS each (field, en, nl, texts)
        WHERE t.id IN ({{counted}}) AND (each.en > '' OR each.nl > '')
        OFFSET 0
    ) f
    CROSS JOIN LATERAL unnest(%s::text[], f.texts) AS v (language, text)
    LEFT JOIN translations_translationstate s
        ON (s.model, s.object_id, s.field, s.language) = (%s, f.object_id, f.field, v.language)
    LEFT JOIN translations_translationstate e
        ON (e.model, e.object_id, e.field, e.language)
            = (%s, f.object_id, f.field, s.source_language)
        AND v.language NOT IN ('en', 'nl')
    WHERE {{asked}}
"""  # noqa: S608 - built from constants


def standing(kinds: Sequence[Kind], languages: Sequence[str], user: Any) -> tuple[str, Parameters]:
    """A query of (code, object_id, field, language, state, source_hash), and its parameters.

    `state` is complete, outdated, machine or missing; the hash is of the text it is made from.
    """
    parts, parameters = [], Parameters()
    for kind in kinds:
        sql, more = _of_kind(kind, languages, user)
        parts.append(sql)
        parameters += more
    return " UNION ALL ".join(parts), parameters


def standing_of(kind: Kind, languages: Sequence[str], ids: Sequence[int]) -> tuple[str, Parameters]:
    """The same of these things, whether readers see them or not."""
    return _of(kind, languages, "SELECT unnest(%s::bigint[])", [list(ids)])


def _of_kind(kind: Kind, languages: Sequence[str], user: Any) -> tuple[str, Parameters]:
    ids = kind.counted(user).order_by().values("pk")
    counted, parameters = ids.query.sql_with_params()
    return _of(kind, languages, counted, list(parameters))


def _of(
    kind: Kind, languages: Sequence[str], counted: str, parameters: Parameters
) -> tuple[str, Parameters]:
    sql = _STANDING.format(
        table=connection.ops.quote_name(kind.model._meta.db_table),
        fields=", ".join(_row(field, languages) for field in fields_of(kind.model)),
        counted=counted,
        asked="v.text > ''" if kind.proper else "true",
    )
    return sql, [kind.code, *parameters, list(languages), kind.label, kind.label]


def _row(field: str, languages: Sequence[str]) -> str:
    texts = ", ".join(_column(field, code) for code in languages)
    return f"('{field}', {_column(field, 'en')}, {_column(field, 'nl')}, ARRAY[{texts}]::text[])"


def _column(field: str, code: str) -> str:
    return f"coalesce(t.{connection.ops.quote_name(f'{field}_{code}')}, '')"
