"""The demo district: complete, with every state to be seen, and multiplied for load tests."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Page

from core.models import Contact, TextState
from events.models import EventPage, Occurrence
from members.models import Application
from news.models import NewsPage
from organisations.models import Membership, OrganisationPage
from portal.demo.loader import MACHINE, OUTDATED
from portal.demo.scale import enlarge
from services.models import ServicePage
from topics.models import TopicPage

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("empty_database")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def languages_of(page: Page) -> set[str]:
    return {member.locale.language_code for member in page.get_translations(inclusive=True)}


def test_the_demo(client):
    """One test, because loading takes longer than everything that is looked at."""
    call_command("load_demo", quiet=True)

    tops = TopicPage.objects.originals().filter(topic__parent=None)
    assert tops.count() == 12
    assert all(languages_of(page) == set(LANGUAGES) for page in tops)
    assert TopicPage.objects.originals().count() == 76
    assert OrganisationPage.objects.originals().filter(kind__in=["provider", "authority"]).count() == 29
    assert OrganisationPage.objects.originals().filter(kind__in=["association", "network"]).count() >= 12
    assert ServicePage.objects.originals().count() == 47
    assert NewsPage.objects.current().count() >= 12
    assert Occurrence.objects.coming().values("event").distinct().count() >= 12
    assert Contact.objects.count() == 12
    assert Membership.objects.get(user__email="verein@example.org").is_administrator
    assert Application.objects.waiting().count() == 1
    assert [page for page in ServicePage.objects.originals() if languages_of(page) == {"de"}], (
        "some exist in German only"
    )

    outdated = TextState.objects.outdated().select_related("source")
    assert {state.source.slug for state in outdated} == {OUTDATED.split("/")[1]}
    machine = TextState.objects.get(machine_translated=True).page
    assert (machine.slug, machine.locale.language_code) == (MACHINE[0].split("/")[1], MACHINE[1])
    assert "notice--outdated" in client.get("/en/themen/health/doctors/").content.decode()
    assert "notice--machine" in client.get("/en/themen/work/recognition/").content.decode()

    confidential = [page for page in ServicePage.objects.originals() if page.has_confidential_place]
    assert len(confidential) == 1
    for path in (confidential[0].url_in(code) for code in LANGUAGES):
        assert "Geheimweg" not in client.get(path).content.decode()

    for code in LANGUAGES:
        for path in (
            "",
            "themen/",
            "beratung/",
            "vereine/",
            "aktuelles/",
            "termine/",
            "impressum/",
            "search/?q=Jobcenter",
        ):
            assert client.get(f"/{code}/{path}").status_code == 200, (code, path)

    with pytest.raises(CommandError, match="holds content already"):
        call_command("load_demo", quiet=True)

    before = Page.objects.count()
    enlarge(2, seed=1, say=lambda line: None)
    assert ServicePage.objects.originals().count() == 94
    assert EventPage.objects.originals().count() == 2 * 14
    assert Page.objects.count() > before + 47 + 28
    assert client.get("/ar/beratung/?page=2").status_code == 200
    assert Page.find_problems() == ([], [], [], [], [])
    copies = set(ServicePage.objects.values_list("translation_key", flat=True))
    enlarge(3, seed=1, say=lambda line: None)
    assert set(ServicePage.objects.values_list("translation_key", flat=True)) > copies, "a second run keeps the first"
    assert ServicePage.objects.originals().count() == 3 * 47
