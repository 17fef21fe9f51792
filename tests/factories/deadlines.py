import factory
from factory.django import DjangoModelFactory

from permits.models import DeadlineRule


class RuleFactory(DjangoModelFactory):
    """Eight working days after arrival, for everyone."""

    class Meta:
        model = DeadlineRule
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"T{n}")
    position = factory.Sequence(lambda n: n)
    authority = "municipality"
    anchors = ["arrival"]
    due_count = 8
    due_unit = "working-days"
    reminder_days = [3, 1]
    title_en = factory.LazyAttribute(lambda made: f"Do {made.code}")
    title_nl = factory.LazyAttribute(lambda made: f"Doe {made.code}")
    summary_en = "Within eight working days."
    source = "stad.gent"

    @factory.post_generation
    def municipalities(self, create, extracted, **kwargs):
        if extracted:
            self.municipalities.set(extracted)
