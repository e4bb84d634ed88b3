"""Where members arrive after signing in: what waits for them, their pages, and the ways on."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.models import Page

from core.addresses import language_of, url_in
from core.languages import InLanguage, active_language
from core.models.page_views import views_of
from freshness.waiting import waiting_for
from members.joining.waiting import invitations_for
from members.states import Code, State, states_of
from organisations.models import Membership
from organisations.permissions import memberships_of

LATEST = 10
"""Pages beside the profile that the start page shows."""


@dataclass
class OwnPage(InLanguage):
    """A page of the association in one language, with its state and how often it was read within 30 days.

    ``translations``: on the original, the same page in other languages, by the order of the portal's languages.
    """

    page: Page
    state: State
    views: int = 0
    translations: list["OwnPage"] = field(default_factory=list)

    @property
    def language(self) -> str:
        return language_of(self.page)

    @property
    def href(self) -> str:
        """Path of the public page in the interface of the member."""
        return url_in(self.page, active_language())

    @property
    def own_href(self) -> str:
        """Path of the public page in its own language."""
        return url_in(self.page, self.language)

    @property
    def kind(self) -> str:
        """What sort of page it is, in the member's language."""
        return self.page.specific_class._meta.verbose_name

    @property
    def all_views(self) -> int:
        """Of the page in all its languages."""
        return self.views + sum(one.views for one in self.translations)

    @property
    def title(self) -> str:
        """The title that the member typed last, also of a page that is not public yet."""
        return self.page.draft_title or self.page.title


@dataclass
class Desk:
    """One membership with the profile and all other pages, the one that was changed last first; each once."""

    membership: Membership
    profile: OwnPage
    pages: list[OwnPage] = field(default_factory=list)

    def _in_state(self, code: Code) -> list[OwnPage]:
        pages = [self.profile, *self.pages]
        return [one for page in pages for one in [page, *page.translations] if one.state.code == code]

    @property
    def latest(self) -> list[OwnPage]:
        """As many as fit on a telephone; the lists of each kind have all."""
        return self.pages[:LATEST]

    @property
    def to_mend(self) -> list[OwnPage]:
        """What the editors have sent back, in any language."""
        return self._in_state(Code.REFUSED)

    @property
    def with_editors(self) -> list[OwnPage]:
        """What the editors have not answered yet, in any language."""
        return self._in_state(Code.WAITING)


def desks_of(user) -> list[Desk]:
    """The desks of a member. The number of queries grows neither with the pages nor with the organisations."""
    own = memberships_of(user)
    if not own:
        return []
    roots = Page.objects.filter(translation_key__in=[one.organisation.translation_key for one in own])
    paths = list(roots.values_list("path", "translation_key"))
    pages = Page.objects.none()
    for path, _key in paths:
        pages |= Page.objects.filter(path__startswith=path)
    pages = pages.filter(alias_of=None).select_related("locale", "content_type", "text_state")
    pages = list(pages.order_by("-latest_revision_created_at", "-pk"))
    states, views = states_of(pages), views_of(pages)
    rows = grouped([OwnPage(page, states[page.pk], views.get(page.pk, 0)) for page in pages])
    desks = []
    for membership in own:
        key = membership.organisation.translation_key
        below = tuple(path for path, of in paths if of == key)
        mine = [one for group, one in rows.items() if one.page.path.startswith(below) and group != key]
        desks.append(Desk(membership, rows[key], mine))
    return desks


def grouped(rows: list[OwnPage]) -> dict[UUID, OwnPage]:
    """Translation key → the original with its translations, in the order in which the groups come first."""
    groups = defaultdict(list)
    for one in rows:
        groups[one.page.translation_key].append(one)
    order = list(dict(settings.LANGUAGES))
    for group in groups.values():
        group.sort(key=lambda one: (_is_translation(one.page), order.index(one.language)))
        group[0].translations = group[1:]
    return {key: group[0] for key, group in groups.items()}


def _is_translation(page: Page) -> bool:
    state = getattr(page, "text_state", None)
    return state is not None and state.source_id is not None


@method_decorator(never_cache, name="dispatch")
class StartView(LoginRequiredMixin, TemplateView):
    """GET only. Whoever has no membership reads what that means and what can be done."""

    template_name = "members/start.html"

    def get_context_data(self, **kwargs):
        """``desks``, ``waiting`` (``freshness.waiting.Waiting``), ``invitations``, ``may_edit`` (somebody of the editors)."""
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "desks": desks_of(user),
            "waiting": waiting_for(user),
            "invitations": invitations_for(user),
            "may_edit": user.has_perm("wagtailadmin.access_admin"),
        }
