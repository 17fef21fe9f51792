"""Objects known by what they are called, not by a number: fixtures refer to them that way."""

from functools import reduce
from typing import Any, ClassVar

from django.db import models


class NaturalKeyQuerySet(models.QuerySet[Any]):
    """Finds the one object a natural key names."""

    def get_by_natural_key(self, *values: Any) -> Any:
        key: tuple[str, ...] = self.model.NATURAL_KEY
        # Who looks an object up by its natural key wants its number; the rest may come later.
        return self.only("pk").get(**dict(zip(key, values, strict=True)))


class NaturalKey(models.Model):
    """A model whose `NATURAL_KEY` lists the lookups that name one object."""

    NATURAL_KEY: ClassVar[tuple[str, ...]] = ("slug",)

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(_value(self, lookup.split("__")) for lookup in self.NATURAL_KEY)


def _value(thing: Any, path: list[str]) -> Any:
    return reduce(lambda value, name: getattr(value, name, None), path, thing)
