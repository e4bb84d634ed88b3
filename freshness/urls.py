"""Addresses behind the link of a reminder, below a language."""

from django.urls import path

from freshness import views

app_name = "freshness"
urlpatterns = [
    path("", views.NewLinkView.as_view(), name="new_link"),
    path("own/<int:page_id>/", views.confirm_own, name="own"),
    path("<str:token>/", views.ListedView.as_view(), name="listed"),
    path("<str:token>/<int:page_id>/change/", views.ChangeView.as_view(), name="change"),
    path("<str:token>/<int:page_id>/gone/", views.GoneView.as_view(), name="gone"),
]
