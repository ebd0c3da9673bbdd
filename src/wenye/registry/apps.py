"""The Django app of the registers."""

from datetime import timedelta

from django.apps import AppConfig

from wenye.feel.text import Text


class RegistryConfig(AppConfig):
    """Registers of people and firms."""

    name = "wenye.registry"
    label = "registry"
    verbose_name = "登记册"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wenye.work.handlers import Handler, handle

        jobs = "wenye.registry.imports.jobs"
        handle(
            Handler(
                "registry.import",
                f"{jobs}:perform",
                Text("导入名册", "bring a roster in"),
                failed=f"{jobs}:failed",
                lease=timedelta(minutes=5),  # a resumed import first reads what it has written already
            )
        )
