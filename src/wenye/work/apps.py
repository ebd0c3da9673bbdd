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
        month, day = timedelta(days=30), timedelta(days=1)
        forget = Text("清理已完成的任务记录", "forget jobs that are done")
        seal = Text("封存审计记录", "seal the audit trail")
        sweep = Text("清理过期的登录记录", "forget old attempts and sessions")
        handle(Handler("work.forget", "wenye.work.schedules:forget_old", forget, every="working day", keep=month))
        handle(Handler("accounts.seal", "wenye.work.upkeep:seal", seal, every="minute", keep=day))
        handle(Handler("accounts.sweep", "wenye.work.upkeep:sweep", sweep, every="working day", keep=month))
