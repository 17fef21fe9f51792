from modeltranslation.translator import TranslationOptions, register

from permits.models import (
    Agency,
    AheadQuestion,
    Center,
    Closure,
    DeadlineRule,
    Document,
    Fee,
    Practice,
    Procedure,
    Requirement,
)


@register(Center)
class CenterTexts(TranslationOptions):
    fields = ("name",)


@register(Agency)
class AgencyTexts(TranslationOptions):
    fields = ("name",)


@register(Procedure)
class ProcedureTexts(TranslationOptions):
    fields = ("name", "summary", "description")


@register(Document)
class DocumentTexts(TranslationOptions):
    fields = ("name", "note")


@register(Requirement)
class RequirementTexts(TranslationOptions):
    fields = ("note",)


@register(Fee)
class FeeTexts(TranslationOptions):
    fields = ("name", "note")


@register(Practice)
class PracticeTexts(TranslationOptions):
    fields = ("note",)


@register(Closure)
class ClosureTexts(TranslationOptions):
    fields = ("reason",)


@register(DeadlineRule)
class DeadlineRuleTexts(TranslationOptions):
    fields = ("title", "summary", "explanation")


@register(AheadQuestion)
class AheadQuestionTexts(TranslationOptions):
    fields = ("text",)
