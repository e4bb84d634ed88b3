"""“Is this your association?”: taking over a profile that nobody looks after.

The answer is the same whatever the portal knows, and letters are written in the background, so that nobody learns by
trying which address is on file, or whether one is.
"""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django_tasks import task

from core.languages import active_language
from core.rates import allowed
from members.joining.applications import submit
from members.joining.applying import answer_form, slow_down
from members.joining.forms import ClaimForm
from members.joining.invitations import AlreadyMemberError, TooManyError, invite, send
from members.models import Invitation
from organisations.models import Membership, OrganisationPage
from organisations.profiles import profile_by_key, profile_for_reader

TO_FILE, DAY = 2, 86_400
"""Letters of a day to the address on file of one profile, however many people ask."""


@method_decorator(csrf_exempt, name="dispatch")  # there is no session to misuse, see ``core.public_forms``
class ClaimView(View):
    """GET asks who one is, POST sends letters. Only for public profiles without members."""

    def get(self, request: HttpRequest, key) -> HttpResponse:
        return self._page(request, self._profile(key), ClaimForm())

    def post(self, request: HttpRequest, key) -> HttpResponse:
        profile, form = self._profile(key), ClaimForm(request.POST)
        if not form.is_valid():
            return self._page(request, profile, form, 422)
        if slow_down(request, form):
            return self._page(request, profile, form, 429)
        names = ("email", "contact_name", "message")
        claim.enqueue(profile.pk, {name: form.cleaned_data[name] for name in names}, active_language())
        return self._page(request, profile, None)

    def _profile(self, key) -> OrganisationPage:
        """The public original, which has no members; 404 for anything else."""
        profile = profile_by_key(str(key))
        if profile is None or profile.memberships.exists():
            raise Http404("There is no such profile, or somebody looks after it.")
        return profile

    def _page(self, request, profile: OrganisationPage, form: ClaimForm | None, status: int = 200) -> HttpResponse:
        return answer_form(request, "members/joining/claim.html", form, status, profile=profile_for_reader(profile.pk))


@task()
def claim(number: int, values: dict[str, str], language: str) -> None:
    """A link to the address on file; if another one was typed, an application to the editors as well.

    ``values``: what ``ClaimForm`` asks. The letter to the address on file holds nothing of it.
    """
    profile = OrganisationPage.objects.select_related("record", "locale").filter(pk=number).first()
    if profile is None or profile.memberships.exists():
        return
    on_file = address_on_file(profile)
    is_theirs = values["email"].casefold() == on_file.casefold()
    if on_file and allowed("claim-file", str(profile.pk), TO_FILE, DAY):
        _write_to(on_file, profile, language if is_theirs else profile.language)
    if not is_theirs:
        submit({**values, "name": profile.title[:200], "language": language}, claimed=profile)


def _write_to(on_file: str, profile: OrganisationPage, language: str) -> None:
    """The link of an open invitation once more, as it is, since anybody can ask for this letter; else a new one."""
    waiting = Invitation.objects.open().filter(organisation=profile, email__iexact=on_file).first()
    if waiting is not None:
        send(waiting, "claim_link")
        return
    with suppress(AlreadyMemberError, TooManyError):
        invite(profile, on_file, Membership.Role.ADMINISTRATOR, language, template="claim_link")


def address_on_file(profile: OrganisationPage) -> str:
    """Where the administration, else everybody, reaches an organisation (an original); empty if nowhere."""
    record = profile.record_or_none
    return (record.contact_email if record else "") or profile.email
