"""Addresses of this package, included by ``members.urls`` below ``/<language>/my/``."""

urlpatterns: list = []
instead_of_wagtails: list = []
named_by_allauth: list = []
