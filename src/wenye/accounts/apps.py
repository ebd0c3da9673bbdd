"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who use the system, what they may do, and the audit trail."""

    name = "wenye.accounts"
    label = "accounts"
    verbose_name = "账户"
    default_auto_field = "django.db.models.BigAutoField"
