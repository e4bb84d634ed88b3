"""Addresses of the members' area, below ``/<language>/my/``."""

from django.urls import include, path

from members.start import StartView

app_name = "members"
urlpatterns = [
    path("", StartView.as_view(), name="start"),
    path("", include("members.joining.urls")),
    path("", include("members.signin.urls")),
    path("", include("members.mask.urls")),
]
