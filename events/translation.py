from modeltranslation.translator import TranslationOptions, register

from events.models import Event


@register(Event)
class EventTexts(TranslationOptions):
    fields = ("name", "summary", "description", "audience")
