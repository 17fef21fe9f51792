from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TranslationsConfig(AppConfig):
    name = "rotonde.translations"
    label = "translations"
    verbose_name = _("Translations")

    def ready(self) -> None:
        from rotonde.translations.tallying import install  # noqa: PLC0415

        post_migrate.connect(install, sender=self, dispatch_uid="translations.tallying")
