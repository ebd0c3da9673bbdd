"""Where addresses lead: the HTTP interface under ``/api/``, pages everywhere else."""

from django.urls import include, path

urlpatterns = [
    path("", include("wenye.api.urls")),
    path("", include("wenye.web.urls")),
]
