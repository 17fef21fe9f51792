import factory
from factory.django import DjangoModelFactory

from services.guides.models import Guide, GuideSource, GuideStep
from services.guides.publishing import public_id_for
from services.guides.search import index_guides
from tests.factories.services import ThemeFactory


class GuideFactory(DjangoModelFactory):
    """A published guide, findable; `steps` and `sources` are lists of keywords."""

    class Meta:
        model = Guide
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"guide-{n}")
    public_id = factory.LazyAttribute(lambda made: public_id_for(made.slug))
    position = factory.Sequence(lambda n: n)
    icon = "document"
    shelf = factory.SubFactory(ThemeFactory)
    title_en = factory.LazyAttribute(lambda made: f"How to {made.slug}")
    title_nl = factory.LazyAttribute(lambda made: f"Hoe {made.slug}")
    summary_en = "What to do, in which order."

    @factory.post_generation
    def related(self, create, extracted, **kwargs):
        self.themes.add(self.shelf)
        for name, things in (extracted or {}).items():
            getattr(self, name).set(things)

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        for position, step in enumerate(extracted or [], start=1):
            GuideStep.objects.create(guide=self, position=position, **step)

    @factory.post_generation
    def sources(self, create, extracted, **kwargs):
        for position, source in enumerate(extracted or [], start=1):
            GuideSource.objects.create(guide=self, position=position, **source)

    @factory.post_generation
    def findable(self, create, extracted, **kwargs):
        index_guides([self])
