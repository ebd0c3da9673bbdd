"""The Django app of the registers."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers of people and firms."""

    name = "wenye.registry"
    label = "registry"
    verbose_name = "登记册"
    default_auto_field = "django.db.models.BigAutoField"
