"""What is translated at the desk: each domain app says what more is to be known of its models.

Every model with translated texts is a kind by itself; an app registers what readers see of it and
whose it is, and follows what keeps in step with its texts, in its `apps.ready()`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from modeltranslation.translator import translator

Follower = Callable[[Any, datetime], None]


@dataclass(frozen=True)
class Kind:
    """One kind of content.

    told: what readers see, which the board counts; own: what of it `user` may translate; proper:
    names that need not differ by language, which nobody misses; by_machine: a machine may write
    what is missing of it. Only where every page that shows such texts labels them: what the law
    says, what it costs and what to bring along is never told by a machine.
    """

    model: type[Model]
    told: Callable[[], QuerySet[Any]] | None = None
    own: Callable[[Any], QuerySet[Any]] | None = None
    proper: bool = False
    by_machine: bool = False

    @property
    def code(self) -> str:
        """Its name in addresses."""
        return str(self.model._meta.model_name)

    @property
    def label(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def of(self, user: Any) -> QuerySet[Any]:
        """What `user` may translate, hidden things included."""
        return self.own(user) if self.own else self.model._default_manager.all()

    def counted(self, user: Any) -> QuerySet[Any]:
        """What of it readers see; where there is no user (None), whosever it is."""
        told = self.told() if self.told else self.model._default_manager.all()
        if self.own is None or user is None:
            return told
        return told.filter(pk__in=self.own(user).values("pk"))


_registered: dict[type[Model], Kind] = {}
_followers: dict[type[Model], list[Follower]] = defaultdict(list)


def register(kind: Kind) -> None:
    """Say more of a kind; twice is a mistake of ours."""
    if _registered.setdefault(kind.model, kind) is not kind:
        raise ValueError(f"{kind.label} is registered twice")


def follow(model: type[Model], follower: Follower) -> None:
    """Let `follower` keep in step what depends on the texts of a `model`; each once."""
    if follower not in _followers[model]:
        _followers[model].append(follower)


def follow_up(thing: Any, *, at: datetime) -> None:
    """To be called in the transaction that wrote texts of `thing`, by whomever and wherever."""
    for follower in _followers[type(thing)]:
        follower(thing, at)


def kinds() -> dict[str, Kind]:
    """All kinds by their codes, in the order of the apps."""
    models = translator.get_registered_models(abstract=False)
    found = [_registered.get(model) or Kind(model) for model in models]
    return {kind.code: kind for kind in found}
