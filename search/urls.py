"""Addresses of the search for scripts and programs, without a language of their own."""

from django.urls import path

from search.log_views import opened

urlpatterns = [
    path("opened/", opened, name="search_opened"),
]
