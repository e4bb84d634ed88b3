"""Addresses of this package, included by ``members.urls`` below ``/<language>/my/``."""

from django.urls import path

from members.joining.accepting import InvitationView
from members.joining.applying import ApplicationView, ApplyView
from members.joining.claims import ClaimView
from members.joining.people import InvitationActionView, PeopleView, RemoveView, RoleView

urlpatterns = [
    path("apply/", ApplyView.as_view(), name="apply"),
    path("apply/<str:token>/", ApplicationView.as_view(), name="application"),
    path("claim/<uuid:key>/", ClaimView.as_view(), name="claim"),
    path("invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("<uuid:key>/people/", PeopleView.as_view(), name="people"),
    path("<uuid:key>/people/<int:pk>/role/", RoleView.as_view(), name="people_role"),
    path("<uuid:key>/people/<int:pk>/remove/", RemoveView.as_view(), name="people_remove"),
    path(
        "<uuid:key>/people/invitations/<int:pk>/resend/",
        InvitationActionView.as_view(action="resend"),
        name="people_resend",
    ),
    path(
        "<uuid:key>/people/invitations/<int:pk>/revoke/",
        InvitationActionView.as_view(action="revoke"),
        name="people_revoke",
    ),
]
