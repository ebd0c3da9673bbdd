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

        handle(Handler("keys.reseal", "wenye.work.resealing:run", Text("用新密钥重新加密", "seal anew with the new key")))
        handle(
            Handler(
                "work.forget",
                "wenye.work.schedules:forget_old",
                Text("清理已完成的任务记录", "forget jobs that are done"),
                every="working day",
                keep=timedelta(days=30),
            )
        )
