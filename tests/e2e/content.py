"""The small portal that the journeys go through; run inside ``manage.py shell`` of its database."""

import json

from django.contrib.auth.models import Group

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
