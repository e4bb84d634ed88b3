"""Mounted at ``/<language>/calendar/``."""

from django.urls import path

from events import views

urlpatterns = [
    path("all.ics", views.all_events, name="calendar_all"),
    path("organisation/<uuid:key>.ics", views.organisation_events, name="calendar_organisation"),
    path("event/<uuid:key>.ics", views.one_event, name="calendar_event"),
]
