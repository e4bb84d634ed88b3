"""Two associations with public and secret things, and everybody who may or may not touch them."""

from dataclasses import dataclass, field
from io import BytesIO

from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from PIL import Image
from wagtail.models import GroupPagePermission, Page

from core.models import ContentReport, PortalDocument, PortalImage
from news.models import NewsPage
from newsletter.models import Subscriber
from organisations.models import Membership, OrganisationPage, OrganisationRecord
from organisations.permissions import collection_of
from portal.setup import EDITORS, TRANSLATORS, Portal, permission
from tests import factories as make
from users.models import User

ROLES = [
    "anonymous",
    "nobody",
    "editor of the association",
    "administrator of the association",
    "trusted member",
    "member of another",
    "translator",
    "editor",
    "superuser",
]
SECRET = "GEHEIMNIS"
"""Stands in every title and text that only its owner and editors may read."""
PERSON = "Privatperson"
"""Stands in what the portal knows of people; for editors alone."""


@dataclass
class Association:
    """A public profile in German and English with a draft of a change, public and unpublished news, and files."""

    profile: OrganisationPage
    english: OrganisationPage
    live: NewsPage
    draft: NewsPage
    image: PortalImage
    document: PortalDocument
    record: OrganisationRecord


@dataclass
class World:
    own: Association
    other: Association
    users: dict[str, User] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """The browser of one of ``ROLES``, which answers server errors by a status instead of an exception."""
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        if role != "anonymous":
            client.force_login(self.users[role])
        return client

    def user(self, role: str):
        return self.users.get(role) or AnonymousUser()


def association(name: str, secret: str) -> Association:
    """``secret`` stands in all that is not public."""
    profile = make.organisation(title=f"Verein {name}", email=f"{name.lower()}@example.org")
    english = make.translate(profile, "en")
    english.save_revision()
    change = make.fresh(profile)
    change.summary = f"{secret} noch nicht öffentlich"
    change.save_revision()
    live = make.news(parent=profile, title=f"Neues von {name}")
    live.save_revision().publish()
    draft = NewsPage(title=f"{secret} Entwurf", slug=f"entwurf-{name.lower()}", live=False, locale=profile.locale)
    draft.date = live.date
    make.fresh(profile).add_child(instance=draft)
    draft.save_revision()
    record = OrganisationRecord.of(make.fresh(profile))
    record.notes, record.contact_name = f"{secret} Notiz", PERSON
    record.save()
    collection = collection_of(make.fresh(profile))
    record.refresh_from_db()
    image = PortalImage.objects.create(
        title=f"{secret} Bild", file=ContentFile(png(), "bild.png"), description="Ein Bild.", collection=collection
    )
    document = PortalDocument.objects.create(
        title=f"{secret} Datei", file=ContentFile(b"geheim", "datei.txt"), collection=collection
    )
    return Association(make.fresh(profile), english, make.fresh(live), make.fresh(draft), image, document, record)


def content_of(response) -> str:
    """The text of an answer, of a file as well, whose handle is closed."""
    if not response.streaming:
        return response.content.decode(errors="replace")
    content = b"".join(response.streaming_content)
    # As in Django's own client: the end of a request would close the connection with the test's transaction.
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return content.decode(errors="replace")


def png(size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return file.getvalue()


def make_world() -> World:
    """Members work for ``own``; one works for ``other``, and one for ``own`` and trusted association."""
    Portal("Kreis Test", make.LANGUAGES)._groups()
    Portal("Kreis Test", make.LANGUAGES)._workflow()
    world = World(association("Nil", "VERTRAULICH"), association("Donau", SECRET))
    for role in ROLES[1:]:
        world.users[role] = User.objects.create_user(
            role.replace(" ", "-"), f"{role.replace(' ', '-')}@example.org", "x"
        )
    User.objects.filter(username="superuser").update(is_superuser=True)
    world.users["superuser"].refresh_from_db()
    world.users["editor"].groups.add(Group.objects.get(name=EDITORS))
    limited = Group.objects.create(name=f"{TRANSLATORS} Englisch")
    limited.permissions.add(permission("wagtailadmin", "access_admin"))
    home = Page.objects.get(depth=2, locale__language_code="en")
    GroupPagePermission.objects.create(group=limited, page=home, permission=permission("wagtailcore", "change_page"))
    world.users["translator"].groups.add(limited)
    roles = Membership.Role
    for role, organisation, kind in (
        ("editor of the association", world.own.profile, roles.EDITOR),
        ("administrator of the association", world.own.profile, roles.ADMINISTRATOR),
        ("member of another", world.other.profile, roles.ADMINISTRATOR),
    ):
        Membership.objects.create(user=world.users[role], organisation=organisation, role=kind)
    address = f"{PERSON}@example.org"
    report = {"reason": "wrong", "message": f"{PERSON} schreibt", "email": address, "language": "de"}
    ContentReport.objects.create(page=world.other.profile, **report)
    Subscriber.objects.create(email=address, email_key=address.casefold(), status=Subscriber.Status.CONFIRMED)
    return world


def trust(world: World) -> None:
    """The association of ``own`` publishes at once; the trusted member is one of its editors."""
    world.own.record.trusted = True
    world.own.record.save()
    Membership.objects.create(user=world.users["trusted member"], organisation=world.own.profile)
