"""The Django app of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages; holds no records of its own."""

    name = "wenye.web"
    label = "web"
    verbose_name = "页面"
