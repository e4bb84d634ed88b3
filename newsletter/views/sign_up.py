"""Signing up: the form, the answer that is always the same, and the confirmation."""

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.context_processors import portal_settings
from core.languages import active_language
from newsletter import consent, links, subscribing
from newsletter.forms import AddressForm, SignUpForm
from newsletter.models import NewsletterPage, Subscriber
from newsletter.views.answers import TOO_MANY, address_asking, network_may_ask, page, view_of_a_person

Status = Subscriber.Status
INVALID, GONE = 422, 410


@view_of_a_person
def sign_up(request: HttpRequest) -> HttpResponse:
    """POST of an address alone (the short form in the footer) leads to the whole form with it, POST of the whole form to
    ``sent``. GET leads to the newsletter page, where the form stands.
    """
    home = NewsletterPage.objects.published().order_by("path").first()
    if home is None:
        raise Http404
    if request.method != "POST" or not consent.can_be_given():
        return redirect(home.href)
    portal = portal_settings(request)
    if "shown" not in request.POST:
        form = SignUpForm(home, portal, initial={"email": request.POST.get("email", "")[:1000]})
        return page(request, "sign_up", {"form": form})
    form = SignUpForm(home, portal, request.POST)
    if not form.is_valid():
        return page(request, "sign_up", {"form": form}, INVALID)
    if not network_may_ask(request):
        form.add_error(
            None, _("Too many people have signed up from your network just now. Please try again in an hour.")
        )
        return page(request, "sign_up", {"form": form}, TOO_MANY)
    subscribing.request(
        form.cleaned_data["email"],
        language=form.cleaned_data["language"],
        topics=form.cleaned_data["topics"],
        consent=form.consent_text(),
        url=settings.BASE_URL.rstrip("/") + home.url_in(active_language()),
        ip=address_asking(request),
    )
    return redirect("newsletter_sent")


@view_of_a_person
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox: the same for every address."""
    return page(request, "sent", {"days": settings.NEWSLETTER_PENDING_DAYS})


@view_of_a_person
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, because programs that check mails open their links; POST confirms and leads to the subscription."""
    try:
        subscription = uuid.UUID(links.value_of(links.CONFIRM, token, settings.NEWSLETTER_PENDING_DAYS))
    except ValueError:
        return page(request, "confirm_gone", status=GONE)
    subscriber = Subscriber.objects.filter(subscription=subscription).first()
    if subscriber is not None and subscriber.status == Status.CONFIRMED:
        return page(request, "confirmed_before")
    if subscriber is None or subscriber.status != Status.PENDING:
        return page(request, "confirm_gone", status=GONE)
    if request.method != "POST":
        return page(request, "confirm", {"subscriber": subscriber})
    without_token = links.absolute("newsletter_confirm", "-", language=active_language()).removesuffix("-/")
    if not subscribing.confirm(subscriber, without_token, address_asking(request)):
        return page(request, "confirmed_before")
    path = links.path("newsletter_manage", subscriber.manage_token(), language=subscriber.reading_language)
    return redirect(f"{path}?done=confirmed")


@view_of_a_person
def send_link(request: HttpRequest) -> HttpResponse:
    """A form that sends the link to the own subscription; the answer is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "send_link", {"form": form}, INVALID if form.is_bound else 200)
    if not network_may_ask(request):
        form.add_error(None, _("Too many requests have come from your network just now. Please try again in an hour."))
        return page(request, "send_link", {"form": form}, TOO_MANY)
    subscribing.request_link(form.cleaned_data["email"])
    return redirect("newsletter_link_sent")


@view_of_a_person
def link_sent(request: HttpRequest) -> HttpResponse:
    """The same for every address."""
    return page(request, "link_sent")
