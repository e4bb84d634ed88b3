"""The small portal that the journeys go through; run inside ``manage.py shell`` of its database."""

import json
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from core.models import PortalSettings, StandardPage
from newsletter.models import Issue, Subscriber
from organisations.models import Membership, OrganisationRecord
from portal.setup import EDITORS, Portal
from tests import factories as make
from topics.models import AdviceLanguage, Topic
from users.models import User

PASSWORD = "journey-of-an-editor"
PHONE = "0231 12345-10"
OFFICE_HOURS = [
    {"weekday": day, "opens_at": "09:00", "closes_at": "17:00", "kind": "open"}
    for day in ("MO", "TU", "WE", "TH", "FR")
]


def fill() -> None:
    """A topic and two services in German and Arabic, of which one speaks Arabic, and an editor."""
    Portal("Kreis Muster", ["de", "en", "ar"]).build()
    housing = Topic.objects.get(code="housing")
    arabic, turkish = (AdviceLanguage.objects.get(code=code) for code in ("ar", "tr"))
    topic = make.topic_page(title="Wohnen", slug="wohnen", topic=housing, summary="Eine Wohnung finden.")
    make.translate(topic, "ar", title="السكن", summary="كيف تجد شقة.")
    tenants = make.service(
        title="Mieterberatung",
        slug="mieterberatung",
        summary="Hilfe bei Fragen zur Miete.",
        topics=[housing],
        languages=[arabic],
        phones=json.dumps([{"type": "phone", "value": {"number": PHONE, "description": "", "languages": []}}]),
        places=make.places(make.place(slots=OFFICE_HOURS)),
    )
    make.translate(tenants, "ar", title="استشارات المستأجرين", summary="مساعدة في مسائل الإيجار.")
    make.translate(tenants, "en", title="Advice for tenants", summary="Help with questions about rent.")
    make.service(title="Wohnungssuche", slug="wohnungssuche", topics=[housing], languages=[turkish])
    editor = User.objects.create_user("editor", password=PASSWORD)
    editor.groups.add(Group.objects.get(name=EDITORS))


def fill_associations() -> None:
    """An association whose member publishes at once, and what the journeys of associations need."""
    portal = PortalSettings.objects.get()
    portal.email = "redaktion@example.org"
    portal.save()
    for page in StandardPage.objects.filter(role__in=["imprint", "privacy"]):
        page.save_revision().publish()
    organisation = make.organisation(title="Verein Vertrauen", slug="vertrauen")
    record = OrganisationRecord.of(organisation)
    record.trusted = True
    record.save()
    member = User.objects.create_user("mitglied", "mitglied@example.org", PASSWORD)
    Membership.objects.create(user=member, organisation=organisation)
    subscribe()


def make_due(language: str) -> None:
    """A profile that nobody has confirmed for two years; who answers for it has an account in ``language``."""
    organisation = make.organisation(title=f"Verein Frist {language}", slug=f"frist-{language}")
    long_ago = timezone.localdate() - timedelta(days=700)
    organisation.confirm("Test", long_ago)
    address = f"frist-{language}@example.org"
    User.objects.create_user(address, address, PASSWORD, language=language)
    record = OrganisationRecord.of(organisation)
    record.contact_email = address
    record.save()


def subscribe() -> None:
    """Somebody who has confirmed, so that an issue always has a recipient."""
    email = "immer@example.org"
    if not Subscriber.objects.filter(email_key=email).exists():
        Subscriber.objects.create(email=email, email_key=email, status=Subscriber.Status.CONFIRMED)


def make_issue() -> None:
    """An issue with a text in German and Arabic."""
    texts = [{"language": "de", "text": "<p>Guten Tag!</p>"}, {"language": "ar", "text": "<p>مرحبا!</p>"}]
    Issue.objects.create(subject={"de": "Neues im Kreis", "ar": "جديد"}, body=[("text", {"texts": texts})])
