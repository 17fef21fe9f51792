from modeltranslation.translator import TranslationOptions, register

from services.models import Guide, GuideStep, Service, Theme


@register(Theme)
class ThemeTexts(TranslationOptions):
    fields = ("name", "summary", "text")


@register(Service)
class ServiceTexts(TranslationOptions):
    fields = ("name", "summary", "description", "keywords", "fees", "documents", "audience")


@register(Guide)
class GuideTexts(TranslationOptions):
    fields = ("title", "summary", "intro", "audience")


@register(GuideStep)
class GuideStepTexts(TranslationOptions):
    fields = ("title", "text")
