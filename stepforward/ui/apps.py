from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "stepforward.ui"
    label = "ui"
