from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "stepforward.rollout"
    label = "rollout"
