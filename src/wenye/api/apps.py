"""The Django app of the HTTP interface."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Answers for programs, and the page that explains them; holds no records of its own."""

    name = "wenye.api"
    label = "api"
    verbose_name = "开放接口"
