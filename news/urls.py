"""Mounted at ``/<language>/feeds/``."""

from django.urls import path

from news.feeds import AtomFeed, RssFeed, subscribable

urlpatterns = [
    path("news.rss", subscribable(RssFeed()), name="news_rss"),
    path("news.atom", subscribable(AtomFeed()), name="news_atom"),
]
