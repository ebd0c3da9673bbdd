"""The addresses of the interface: its page on ``/api/``, everything for programs below ``/api/v1/``."""

from django.urls import path

from wenye.api import failures, pages
from wenye.api.routes import api

failures.register(api)

urlpatterns = [
    path("api/", pages.explained, name="api-page"),
    path("api/v1/openapi.json", pages.described, name="openapi"),
    path("api/v1/", api.urls),
]
