"""Addresses of this package, included by ``members.urls`` below ``/<language>/my/``. ``key``: the translation key."""

from django.urls import path

from members.mask import cancelling, own_views, preview, profile_views

urlpatterns = [
    path("pages/<int:pk>/", preview.open_page, name="open"),
    path("<uuid:key>/profile/", profile_views.ProfileView.as_view(), name="profile"),
    path("<uuid:key>/profile/<slug:step>/", profile_views.StepView.as_view(), name="profile_step"),
    path("<uuid:key>/pages/<int:pk>/preview/", preview.PreviewView.as_view(), name="preview"),
    path("<uuid:key>/pages/<int:pk>/submit/", own_views.SubmitView.as_view(), name="submit"),
    path("<uuid:key>/pages/<int:pk>/take-back/", own_views.TakeBackView.as_view(), name="take_back"),
    path("<uuid:key>/pages/<int:pk>/cancel/", cancelling.CancelEventView.as_view(), name="cancel_event"),
    path("<uuid:key>/<slug:kind>/", own_views.ListView.as_view(), name="own"),
    path("<uuid:key>/<slug:kind>/new/", own_views.EditView.as_view(), name="own_new"),
    path("<uuid:key>/<slug:kind>/<int:pk>/", own_views.EditView.as_view(), name="own_edit"),
    path("<uuid:key>/<slug:kind>/<int:pk>/down/", own_views.DownView.as_view(), name="own_down"),
]
