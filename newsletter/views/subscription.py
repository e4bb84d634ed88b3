"""The subscription of one person, behind a signed link from a mail: change, pause, take along, end.

Issues are passed on with their links. What whoever gets one can do is no more than a nuisance: choose, pause, unsubscribe.
The address, what is stored and its erasure stand behind a link of their own, which is mailed to the address when asked for.
"""

import uuid
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.languages import active_language
from newsletter import links, subscribing
from newsletter.forms import ChoiceForm
from newsletter.models import Subscriber
from newsletter.retention import erase_address, export_address
from newsletter.views.answers import page, view_of_a_person
from newsletter.views.sign_up import GONE, INVALID
from topics.models import Topic

PAUSES = (1, 3, 6)
"""Months."""
DONE = {"confirmed", "saved", "paused", "resumed", "asked"}


def subscriber_of(token: str, purpose: str, days: int) -> Subscriber | None:
    """Whose subscription a link for ``purpose`` opens; ``None`` if it is too old, forged, or the subscription has ended."""
    try:
        subscription = uuid.UUID(links.value_of(purpose, token, days))
    except ValueError:
        return None
    return Subscriber.objects.filter(subscription=subscription).exclude(status=Subscriber.Status.PENDING).first()


def pause_ends() -> list[date]:
    """Until when one can pause: days."""
    today = timezone.localdate()
    return [today + relativedelta(months=months) for months in PAUSES]


@view_of_a_person
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what is chosen; POST does what ``action`` says: save, pause, resume, unsubscribe, data (mail the link)."""
    subscriber = subscriber_of(token, links.MANAGE, settings.NEWSLETTER_MANAGE_DAYS)
    if subscriber is None:
        return page(request, "manage_gone", status=GONE)
    action = request.POST.get("action") if request.method == "POST" else None
    if action == "unsubscribe":
        subscribing.unsubscribe(subscriber, "manage page")
        return redirect("newsletter_unsubscribed")
    if action == "data":
        subscribing.request_data(subscriber)
        return _back(token, "asked", active_language())
    if action in {"pause", "resume"}:
        return _pause(request, token, subscriber, resume=action == "resume")
    return _choose(request, token, subscriber, save=action == "save")


def _choose(request: HttpRequest, token: str, subscriber: Subscriber, *, save: bool) -> HttpResponse:
    """Language and topics. A change of language leads on in that language."""
    chosen = {"language": subscriber.language, "topics": list(subscriber.topics.values_list("code", flat=True))}
    form = ChoiceForm(request.POST if save else None, initial=chosen)
    if not form.is_bound or not form.is_valid():
        done = request.GET.get("done")
        context = {
            "form": form,
            "subscriber": subscriber,
            "pauses": pause_ends(),
            "done": done if done in DONE else "",
        }
        return page(request, "manage", context, INVALID if form.is_bound else 200)
    subscriber.language = form.cleaned_data["language"]
    subscriber.save(update_fields=["language"])
    # Topics below the ones that are offered, from an import, are not lost by saving.
    kept = subscriber.topics.exclude(parent=None)
    subscriber.topics.set([*kept, *Topic.objects.filter(code__in=form.cleaned_data["topics"])])
    return _back(token, "saved", subscriber.language or active_language())


def _pause(request: HttpRequest, token: str, subscriber: Subscriber, *, resume: bool) -> HttpResponse:
    ends = {end.isoformat(): end for end in pause_ends()}
    end = None if resume else ends.get(request.POST.get("until", ""), next(iter(ends.values())))
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=end)
    return _back(token, "resumed" if resume else "paused", active_language())


def _back(token: str, done: str, language: str) -> HttpResponse:
    return redirect(f"{links.path('newsletter_manage', token, language=language)}?done={done}")


@view_of_a_person
def data(request: HttpRequest, token: str) -> HttpResponse:
    """GET offers everything as a file, POST erases it (GDPR art. 17)."""
    subscriber = subscriber_of(token, links.DATA, links.DATA_DAYS)
    if subscriber is None:
        return page(request, "manage_gone", status=GONE)
    if request.method != "POST":
        context = {"subscriber": subscriber, "export_url": reverse("newsletter_export", args=(token,))}
        return page(request, "data", context)
    erase_address(subscriber.email)
    return redirect("newsletter_erased")


@view_of_a_person
def export(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about the subscriber as a JSON file (GDPR art. 15, 20)."""
    subscriber = subscriber_of(token, links.DATA, links.DATA_DAYS)
    if subscriber is None:
        return page(request, "manage_gone", status=GONE)
    response = JsonResponse(export_address(subscriber.email), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return response


@view_of_a_person
def erased(request: HttpRequest) -> HttpResponse:
    """What was erased, and what remains and why."""
    return page(request, "erased", {"years": settings.NEWSLETTER_PROOF_YEARS})


# --- Unsubscribing ---------------------------------------------------------------------------------------------


def leaving(token: str) -> tuple[Subscriber | None, int | None]:
    """Who wants to leave by a link, and the issue that it stood in. Raises ``LinkError``; such links do not grow old."""
    address, _dot, issue = links.value_of(links.UNSUBSCRIBE, token).partition(".")
    return Subscriber.objects.filter(email_hash=address).first(), int(issue) if issue else None


@view_of_a_person
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The visible link: GET asks, POST ends the subscription at once. Who has left already is told so."""
    try:
        subscriber, issue = leaving(token)
    except links.LinkError:
        return page(request, "manage_gone", status=GONE)
    if subscriber is None:
        return redirect("newsletter_unsubscribed")
    if request.method != "POST":
        action = reverse("newsletter_unsubscribe", args=(token,))
        return page(request, "unsubscribe", {"subscriber": subscriber, "action": action})
    subscribing.unsubscribe(subscriber, "unsubscribe page", issue)
    return redirect("newsletter_unsubscribed")


@view_of_a_person
def unsubscribed(request: HttpRequest) -> HttpResponse:
    """You get no more mails."""
    return page(request, "unsubscribed", {"years": settings.NEWSLETTER_PROOF_YEARS})


@view_of_a_person
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """The button of a mail program (RFC 8058): a POST with ``List-Unsubscribe=One-Click``, from the program's server,
    without cookies or a token of ours, answered by 200 and no redirect, as often as it comes. GET leads to the page that asks.
    """
    if request.method != "POST":
        return redirect("newsletter_unsubscribe", token)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        return HttpResponse("List-Unsubscribe=One-Click is missing.\n", content_type="text/plain", status=400)
    try:
        subscriber, issue = leaving(token)
    except links.LinkError:
        return HttpResponse("This link is broken.\n", content_type="text/plain", status=GONE)
    if subscriber is not None:
        subscribing.unsubscribe(subscriber, "one click", issue)
    return HttpResponse("Unsubscribed.\n", content_type="text/plain")
