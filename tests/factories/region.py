import factory
from factory.django import DjangoModelFactory

from rotonde.region.models import Municipality, Term


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ["nis_code"]

    nis_code = factory.Sequence(lambda n: f"{90000 + n}")
    slug = factory.LazyAttribute(lambda made: f"municipality-{made.nis_code}")
    name_nl = factory.LazyAttribute(lambda made: f"Gemeente {made.nis_code}")
    name_en = factory.LazyAttribute(lambda made: f"Municipality {made.nis_code}")
    postcodes = ["9000"]
    latitude = 51.05
    longitude = 3.72


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    slug = factory.Sequence(lambda n: f"term-{n}")
    text_nl = factory.Sequence(lambda n: f"woord {n}")
    text_en = factory.Sequence(lambda n: f"word {n}")
