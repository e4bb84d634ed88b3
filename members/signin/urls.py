"""Addresses of this package, included by ``members.urls`` below ``/<language>/my/``."""

from django.urls import path  # noqa: F401

urlpatterns: list = []
