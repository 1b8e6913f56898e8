from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "stepforward.audit"
    label = "audit"
