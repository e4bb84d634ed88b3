"""The structure every portal has: languages, home pages, lists, taxonomy, thesaurus, legal drafts, menus, groups, workflow."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.models import AccessibilityStatementPage, BasePage, Menu, PortalSettings, StandardPage
from core.publishing import publish_new, publish_translation
from events.models import EventIndexPage
from home.models import HomePage
from news.models import NewsIndexPage
from newsletter.models import NewsletterPage
from organisations.models import ModerationTask, OrganisationIndexPage
from organisations.permissions import MEMBERS
from search.thesaurus import load_thesaurus
from services.models import ServiceIndexPage
from topics.models import TopicIndexPage
from topics.taxonomy import load_taxonomy

INDEXES = [
    (TopicIndexPage, "themen", gettext_noop("Guide"), gettext_noop("Everything for your life here, by topic.")),
    (
        ServiceIndexPage,
        "beratung",
        gettext_noop("Advice and help"),
        gettext_noop("Advisory services, with the languages that are spoken there."),
    ),
    (
        OrganisationIndexPage,
        "vereine",
        gettext_noop("Associations"),
        gettext_noop("Associations of migrants and other organisations near you."),
    ),
    (EventIndexPage, "termine", gettext_noop("Events"), gettext_noop("What is on in the next weeks.")),
    (NewsIndexPage, "aktuelles", gettext_noop("News"), gettext_noop("News of the portal and of associations.")),
]
NEWSLETTER = (
    NewsletterPage,
    "newsletter",
    gettext_noop("Newsletter"),
    gettext_noop("News, events and advice by e-mail, in your language."),
)
"""Like the lists, but found from the footer instead of the menu."""
LEGAL = [
    ("impressum", "Impressum", StandardPage.Role.IMPRINT),
    ("datenschutz", "Datenschutz", StandardPage.Role.PRIVACY),
]
EDITORS, TRANSLATORS, ASSOCIATIONS = "Redaktion", "Übersetzung", MEMBERS
WAGTAIL_GROUPS, WAGTAIL_WORKFLOW = ["Editors", "Moderators"], "Moderators approval"
PAGE_RIGHTS = {
    EDITORS: ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
    TRANSLATORS: ["change"],
    ASSOCIATIONS: [],
}
FILE_RIGHTS = {EDITORS: ["add", "change", "choose"], TRANSLATORS: ["choose"], ASSOCIATIONS: []}
EDITOR_MODELS = {
    "topics": ["topic", "targetgroup", "advicelanguage", "advicemode", "place"],
    "core": ["contact", "contentreport", "menu", "portalsettings"],
    "organisations": ["organisationrecord", "membership"],
    "search": ["concept", "promotedresult", "searchcount"],
    "freshness": ["review", "answer"],
    "newsletter": ["issue", "circular", "circularobjection", "subscriber", "consentproof"],
    "members": ["application", "invitation"],
}


class Portal:
    """Builds what is missing. ``build()`` may be called again at any time; it never changes what exists."""

    def __init__(self, name: str, languages: list[str]):
        self.name = name
        self.languages = languages
        self.made: list[str] = []

    def build(self) -> list[str]:
        """Returns a line for each thing that was added."""
        for code in self.languages:
            if Locale.objects.get_or_create(language_code=code)[1]:
                self.made.append(f"language {code}")
        home = self._home()
        self._settings()
        for model, slug, title, summary in [*INDEXES, NEWSLETTER]:
            self._in_all_languages(model, home, slug, title, summary)
        self._legal(home)
        if terms := load_taxonomy():
            self.made.append(f"{terms} terms of the taxonomy")
        if concepts := load_thesaurus():
            self.made.append(f"{concepts} concepts of the thesaurus")
        self._menus()
        self._groups()
        self._workflow()
        return self.made

    def _home(self) -> HomePage:
        """Home pages in all languages; the first becomes the root of the default site."""
        source = settings.LANGUAGE_CODE
        root = Page.objects.get(depth=1)
        home = HomePage.objects.filter(locale__language_code=source, depth=2).first()
        if home is None:
            with translation.override(source):
                title = gettext("Welcome to %(name)s") % {"name": self.name}
            locale = Locale.objects.get(language_code=source)
            home = publish_new(HomePage(title=title, slug=f"home-{source}", locale=locale), root)
            self.made.append(f"home page {source}")
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=self.name)
            self.made.append("site")
        elif not isinstance(site.root_page.specific, HomePage):
            welcome = site.root_page
            site.root_page, site.site_name = home, self.name
            site.save()
            if welcome.pk != home.pk and type(welcome.specific) is Page:
                welcome.delete()
            self.made.append("site")
        for code in self.languages:
            if code != source and not home.has_translation(Locale.objects.get(language_code=code)):
                with translation.override(code):
                    title = gettext("Welcome to %(name)s") % {"name": self.name}
                root = Page.objects.get(depth=1)
                publish_translation(home, code, parent=root, title=title, slug=f"home-{code}")
                self.made.append(f"home page {code}")
        Site.clear_site_root_paths_cache()
        return HomePage.objects.get(pk=home.pk)

    def _settings(self) -> None:
        site = Site.objects.get(is_default_site=True)
        portal, created = PortalSettings.objects.get_or_create(site=site)
        if created:
            for code in self.languages:
                with translation.override(code):
                    portal.names[code] = gettext("%(name)s: portal for integration") % {"name": self.name}
            portal.operator = self.name
            portal.save()
            self.made.append("settings of the portal")

    def _in_all_languages(self, model: type[BasePage], home: HomePage, slug: str, title: str, summary: str) -> None:
        """One index page below each home page, titled from the catalogues."""
        original = model.objects.child_of(home).first()
        for code in self.languages:
            with translation.override(code):
                text = {"title": gettext(title), "summary": gettext(summary)}
            if original is None:
                original = publish_new(model(slug=slug, locale=home.locale, show_in_menus=True, **text), home)
            elif original.locale.language_code == code or original.get_translation_or_none(
                Locale.objects.get(language_code=code)
            ):
                continue
            else:
                publish_translation(original, code, **text)
            self.made.append(f"{model._meta.verbose_name} {code}")

    def _legal(self, home: HomePage) -> None:
        """Drafts, not public: what stands in them is for the city to say."""
        for slug, title, role in LEGAL:
            if not StandardPage.objects.filter(role=role).exists():
                home.add_child(instance=StandardPage(title=title, slug=slug, role=role, live=False, locale=home.locale))
                self.made.append(f"draft: {title}")
        if not AccessibilityStatementPage.objects.exists():
            home.add_child(
                instance=AccessibilityStatementPage(
                    title="Erklärung zur Barrierefreiheit",
                    slug="barrierefreiheit",
                    introduction=f"Diese Erklärung gilt für das Integrationsportal {self.name}.",
                    live=False,
                    locale=home.locale,
                )
            )
            self.made.append("draft: Erklärung zur Barrierefreiheit")

    def _menus(self) -> None:
        """Menus in the source language; labels are page titles, so other languages need none of their own."""
        locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        main = [model.objects.filter(locale=locale).first() for model, *_rest in INDEXES]
        footer = [
            *StandardPage.objects.filter(locale=locale).exclude(role=StandardPage.Role.NONE).order_by("path"),
            *AccessibilityStatementPage.objects.filter(locale=locale),
        ]
        for place, pages in ((Menu.Place.MAIN, main), (Menu.Place.FOOTER, footer)):
            if not Menu.objects.filter(place=place, locale=locale).exists():
                menu = Menu(place=place, locale=locale)
                menu.items = [("item", {"page": page, "url": "", "label": ""}) for page in pages if page]
                menu.save()
                self.made.append(f"menu {place}")

    def _groups(self) -> None:
        """Editors may do everything with content; translators edit but do not publish; associations only enter."""
        root = Page.objects.get(depth=1)
        collection = Collection.get_first_root_node()
        for name, rights in PAGE_RIGHTS.items():
            group, created = Group.objects.get_or_create(name=name)
            if not created:
                continue
            group.permissions.add(permission("wagtailadmin", "access_admin"))
            if rights:
                group.permissions.add(permission("wagtail_localize", "submit_translation"))
            for right in rights:
                GroupPagePermission.objects.create(
                    group=group, page=root, permission=permission("wagtailcore", f"{right}_page")
                )
            for right in FILE_RIGHTS[name]:
                for label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
                    GroupCollectionPermission.objects.create(
                        group=group, collection=collection, permission=permission(label, f"{right}_{model}")
                    )
            self.made.append(f"group {name}")
        self._rights_on_models(Group.objects.get(name=EDITORS))

    def _rights_on_models(self, editors: Group) -> None:
        """Editors get the rights on models that no group has any right on: those of a new portal, or of a new version.

        What a city has taken from its editors and left to another group stays as it is.
        """
        new = []
        for label, models in EDITOR_MODELS.items():
            of_app = Permission.objects.filter(content_type__app_label=label)
            for model in models:
                of_model = of_app.filter(content_type__model=model)
                if not of_model.filter(group__isnull=False).exists():
                    editors.permissions.add(*of_model)
                    new.append(model)
        if new:
            self.made.append(f"rights of {editors.name}: {', '.join(new)}")

    def _workflow(self) -> None:
        """What associations and translators submit is looked at by editors. Wagtail's own example is replaced."""
        if Workflow.objects.filter(name="Moderation").exists():
            return
        root = Page.objects.get(depth=1)
        task = ModerationTask.objects.create(name="Prüfung durch die Redaktion")
        task.groups.add(Group.objects.get(name=EDITORS))
        workflow = Workflow.objects.create(name="Moderation")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        Workflow.objects.filter(name=WAGTAIL_WORKFLOW, workflow_states=None).delete()
        Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()
        self.made.append("workflow Moderation")


def permission(app_label: str, codename: str) -> Permission:
    """A permission by its app and code name."""
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
