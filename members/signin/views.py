"""Signing in by password or by a link in a mail, and out. No answer tells whether there is an account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from core.languages import active_language
from members.signin import limits
from members.signin.access import safe_next, sign_in, start_of, with_next
from members.signin.forms import LinkForm, SignInForm
from members.signin.links import MINUTES, link_of, use
from members.signin.tasks import send_link


def to_sign_in(request: HttpRequest, **kwargs) -> HttpResponse:
    """From the addresses that Wagtail has for signing in to the portal's own, in the language of the browser."""
    return redirect(with_next(reverse("members:signin"), request.GET.get("next", "")))


def to_password_link(request: HttpRequest, **kwargs) -> HttpResponse:
    """From Wagtail's page for forgotten passwords to the portal's own."""
    return redirect("members:forgotten")


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignInView(View):
    """The one place where everybody signs in. Two buttons: with the password, or by a link in a mail."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = safe_next(request)
        if not request.user.is_authenticated:
            return self._page(request, SignInForm(request=request))
        if wanted:  # they are signed in and still were sent here: what they want is not for them
            return render(request, "members/signin/signed_in.html", {"start": start_of(request.user)})
        return redirect(start_of(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        by_link, wanted = request.POST.get("way") == "link", safe_next(request)
        form = SignInForm(request.POST, request=request, by_link=by_link)
        if not form.is_valid():
            return self._page(request, form, 429 if form.too_often else 422)
        if not by_link:
            return sign_in(request, form.user, by="password", then=wanted)
        if not ask_for_link(request, form, "signin_link", wanted):
            return self._page(request, form, 429)
        return redirect("members:link_sent")

    def _page(self, request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": safe_next(request), "minutes": MINUTES}
        return render(request, "members/signin/signin.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class ForgottenView(View):
    """For those who have forgotten their password: a link that signs in and leads to choosing a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "members/signin/forgotten.html", {"form": LinkForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LinkForm(request.POST)
        if not form.is_valid():
            return render(request, "members/signin/forgotten.html", {"form": form}, status=422)
        if not ask_for_link(request, form, "signin_password", reverse("members:password")):
            return render(request, "members/signin/forgotten.html", {"form": form}, status=429)
        return redirect("members:link_sent")


def ask_for_link(request: HttpRequest, form: LinkForm, template: str, destination: str) -> bool:
    """Have a link sent to what was typed, whatever it is; or add an error, because there were many already."""
    typed = form.cleaned_data["username"]
    if not limits.links(request, typed).begin():
        form.add_error(
            None, _("Many links were asked for already. The last ones still work; please look into your mail.")
        )
        return False
    send_link.enqueue(typed, active_language(), destination, template)
    return True


@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    """What to do now; the same for every address."""
    return render(request, "members/signin/link_sent.html", {"minutes": MINUTES})


@method_decorator(never_cache, name="dispatch")
class LinkView(View):
    """The link from the mail. GET shows a button, since mail programs open links, too; POST signs in and ends it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link = link_of(token)
        if link is None:
            return self._gone(request)
        return render(request, "members/signin/link.html", {"account": link.user})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = link_of(token)
        if link is None or not use(link):
            return self._gone(request)
        return sign_in(request, link.user, by="mail", then=link.destination)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        return render(request, "members/signin/link_gone.html", {"minutes": MINUTES}, status=410)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this device."""
    logout(request)
    messages.success(request, _("You are signed out."))
    response = redirect("members:signin")
    # Text that the mask has kept on this device is not for whoever uses it next.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response
