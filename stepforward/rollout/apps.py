from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RolloutConfig(AppConfig):
    name = "stepforward.rollout"
    label = "rollout"

    def ready(self):
        autodiscover_modules("panels")
