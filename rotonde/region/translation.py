from modeltranslation.translator import TranslationOptions, register

from rotonde.region.models import Municipality, Term


@register(Municipality)
class MunicipalityTexts(TranslationOptions):
    fields = ("name",)


@register(Term)
class TermTexts(TranslationOptions):
    fields = ("text",)
