"""Ids as HSDS wants them: UUIDs that stay, and are the same in every database.

Made by name (RFC 9562, version 3) from what a thing is called here, so that PostgreSQL computes
the same ones and finds a thing by its UUID without a column for it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid3

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Cast, Concat

# Sixteen letters, so that name and namespace are one text, which md5() takes.
_SPACE = "rotonde/hsds/ids"
NAMESPACE = UUID(bytes=_SPACE.encode())


def hsds_id(kind: str, *names: object) -> str:
    """The id of the thing of `kind` that is called `names`."""
    return str(uuid3(NAMESPACE, _named(kind, *names)))


def named_by(uuid: str, things: Any, kind: str, *fields: str) -> Any:
    """Those of the queryset `things` whose `fields`, in this order, make the id `uuid`."""
    parts: list[Any] = [Value(_SPACE + kind)]
    for name in fields:
        parts += [Value(":"), Cast(F(name), CharField())]
    digest = Func(Concat(*parts), function="md5", output_field=CharField())
    return things.annotate(named=_Version3(digest)).filter(named=_hex(uuid))


class _Version3(Func):
    """The bits of a digest that say "a UUID, version 3" set as RFC 9562 wants them."""

    # As one operand: the digest must be a single expression, it is written three times.
    output_field = CharField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        sql, params = compiler.compile(self.get_source_expressions()[0])
        variant = f"translate(substr({sql}, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')"
        return (
            f"substr({sql}, 1, 12) || '3' || substr({sql}, 14, 3) || {variant}"
            f" || substr({sql}, 18)",
            [*params] * 4,
        )


def _named(kind: str, *names: object) -> str:
    return ":".join((kind, *map(str, names)))


def _hex(uuid: str) -> str:
    return uuid.replace("-", "").lower()
