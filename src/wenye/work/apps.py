"""The Django app of background work."""

from datetime import timedelta

from django.apps import AppConfig

from wenye.feel.text import Text


class WorkConfig(AppConfig):
    """Jobs, and when they are due."""

    name = "wenye.work"
    label = "work"
    verbose_name = "后台任务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wenye.work.handlers import Handler, handle

        own = "wenye.work.schedules"
        handle(
            Handler(
                "work.forget",
                f"{own}:forget_old",
                Text("清理已完成的任务记录", "forget jobs that are done"),
                every="working day",
                keep=timedelta(days=30),
            )
        )
        handle(
            Handler(
                "audit.seal",  # the trail lies below and knows no jobs
                f"{own}:seal_trail",
                Text("封存审计记录", "seal the audit trail"),
                every="minute",
                keep=timedelta(days=1),
            )
        )
