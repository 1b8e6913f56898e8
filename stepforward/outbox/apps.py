from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "stepforward.outbox"
    label = "outbox"
