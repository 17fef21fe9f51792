from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "rotonde.common"
    label = "common"
