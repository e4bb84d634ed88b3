"""Signing up and the own subscription, inside the addresses with a language."""

from django.urls import path

from newsletter.views import archive, sign_up, subscription

one_click = path("one-click/<str:token>/", subscription.one_click, name="newsletter_one_click")
"""Without a language: old mails keep this address, also when the portal gives up the language they were written in."""
urlpatterns = [
    path("sign-up/", sign_up.sign_up, name="newsletter_sign_up"),
    path("sent/", sign_up.sent, name="newsletter_sent"),
    path("confirm/<str:token>/", sign_up.confirm, name="newsletter_confirm"),
    path("link/", sign_up.send_link, name="newsletter_link"),
    path("link/sent/", sign_up.link_sent, name="newsletter_link_sent"),
    path("manage/<str:token>/", subscription.manage, name="newsletter_manage"),
    path("data/<str:token>/", subscription.data, name="newsletter_data"),
    path("data/<str:token>/export/", subscription.export, name="newsletter_export"),
    path("unsubscribe/<str:token>/", subscription.unsubscribe, name="newsletter_unsubscribe"),
    path("unsubscribed/", subscription.unsubscribed, name="newsletter_unsubscribed"),
    path("erased/", subscription.erased, name="newsletter_erased"),
    path("issues/<int:pk>/", archive.issue, name="newsletter_issue"),
]
