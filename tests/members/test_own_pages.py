"""News, events and offers of an association, written, published, copied, cancelled, taken down."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from core.models import ContentReport, PortalImage
from events.models import EventPage, Occurrence
from members.mask.access import own_page
from members.mask.drafts import latest, writable_languages
from members.mask.event_dates import repeat_of
from members.mask.kinds import KINDS, edited
from members.mask.offers import read_hours
from members.states import Code, state_of
from news.models import NewsPage
from services.models import ServicePage
from tests import factories as make
from tests.members.browsing import address, fields_of, fill, send
from tests.members.test_mask_pictures import photo, upload
from tests.members.world import World, content_of, trust
from topics.models import AdviceLanguage

pytestmark = pytest.mark.django_db
MEMBER = "editor of the association"


@pytest.fixture
def member(world):
    return world.client(MEMBER)


@pytest.fixture
def trusted(world):
    trust(world)
    return world.client("trusted member")


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def approve(world: World, page) -> None:
    make.fresh(page).current_workflow_task_state.approve(user=world.users["editor"])


def new(kind: str, world: World, language: str = "de") -> str:
    return address("own_new", world.own.profile, kind, language=language)


def test_news_in_three_screens(member, world, client):
    """Form, preview, submit."""
    response = send(
        member, new("news", world), title="Sommerfest war schön", summary="Kurz.", body="Danke!\n\n- Musik\n- Essen"
    )
    assert response.status_code == 302
    news = NewsPage.objects.get(title="Sommerfest war schön")
    assert response.url == address("preview", world.own.profile, news.pk)
    assert not news.live
    assert news.organisation == world.own.profile
    assert news.slug == "sommerfest-war-schon"
    preview = member.get(response.url)
    assert "<li>Musik</li>" in content_of(preview)
    assert preview["X-Robots-Tag"] == "noindex"
    assert client.get(news.url_in("de")).status_code == 404
    member.post(address("submit", world.own.profile, news.pk))
    approve(world, news)
    for path in (news.url_in("de"), "/de/aktuelles/", world.own.profile.url_in("de")):
        assert "Sommerfest war schön" in content_of(client.get(path)), path


def test_arabic_event_is_an_original_in_arabic(trusted, world, client):
    """It stands below the Arabic profile, belongs to the association and is shown in every language, marked."""
    response = send(
        trusted,
        new("events", world, "ar"),
        title="حفل الصيف",
        **{"dates-0-day": str(in_days(10)), "dates-0-starts": "18:00", "dates-0-ends": "01:00"},
    )
    assert response.status_code == 302
    event = EventPage.objects.get(title="حفل الصيف")
    assert event.locale.language_code == "ar"
    assert event.original.pk == event.pk
    assert event.slug.isascii()
    assert event.organisation == world.own.profile
    trusted.post(address("submit", world.own.profile, event.pk))
    (occurrence,) = Occurrence.objects.filter(event=event)
    assert timezone.localtime(occurrence.end).time() == time(1)
    assert occurrence.end - occurrence.start == timedelta(hours=7)
    for path in (
        event.url_in("ar"),
        event.url_in("de"),
        "/ar/termine/",
        "/de/termine/",
        world.own.profile.url_in("de"),
    ):
        assert "حفل الصيف" in content_of(client.get(path)), path
    assert 'lang="ar"' in content_of(client.get(event.url_in("de")))
    assert (
        world.own.profile.get_translations().filter(locale__language_code="ar").get().alias_of_id
        == world.own.profile.pk
    )
    lists = [content_of(client.get(f"/{language}/vereine/")) for language in ("de", "ar")]
    assert [html.count("Verein Nil") for html in lists] == [1, 1], "the alias is not listed"


def test_two_languages_never_share_an_address(trusted, world):
    for language, title in (("de", "Picknick"), ("tr", "Picknick")):
        send(trusted, new("news", world, language), title=title, language=language)
    assert set(NewsPage.objects.filter(title="Picknick").values_list("slug", flat=True)) == {"picknick", "picknick-2"}


def test_weekly_event_and_back(member, world):
    day, until = in_days(7), in_days(7 + 28)
    data = {"dates-0-day": str(day), "dates-0-starts": "17:00", "dates-0-ends": "19:00", "dates-0-repeat": "weekly"}
    response = send(member, new("events", world), title="Sprachcafé", **data)
    assert response.status_code == 422, "until when?"
    assert fields_of(response)["dates-0-starts"] == ["17:00"]
    response = member.post(new("events", world), fill(response, **{"dates-0-until": str(until)}))
    assert response.status_code == 302
    event = EventPage.objects.get(title="Sprachcafé")
    assert len(latest(event).spans()) == 5
    values = fields_of(member.get(address("own_edit", world.own.profile, "events", event.pk)))
    assert (values["dates-0-repeat"], values["dates-0-until"]) == (["weekly"], [str(until)])


def test_all_day_and_several_days(member, world):
    send(
        member,
        new("events", world),
        title="Festival",
        **{"dates-0-day": str(in_days(3)), "dates-0-last_day": str(in_days(5))},
    )
    (span,) = latest(EventPage.objects.get(title="Festival")).spans()
    assert span.all_day
    assert (span.first_day, span.last_day) == (in_days(3), in_days(5))
    values = fields_of(member.get(address("own_edit", world.own.profile, "events", EventPage.objects.get().pk)))
    assert (values["dates-0-last_day"], values["dates-0-starts"]) == ([str(in_days(5))], [""])


def test_dates_that_the_form_cannot_show_stay(member, world):
    event = make.event(parent=world.own.profile, rrule="FREQ=MONTHLY;BYDAY=1MO;COUNT=5", title="Stammtisch")
    path = address("own_edit", world.own.profile, "events", event.pk)
    assert "dates-0-day" not in fields_of(member.get(path))
    send(member, path, title="Großer Stammtisch")
    draft = latest(make.fresh(event))
    assert draft.title == "Großer Stammtisch"
    assert draft.dates[0].value["rrule"] == "FREQ=MONTHLY;BYDAY=1MO;COUNT=5"
    assert repeat_of("FREQ=WEEKLY;UNTIL=20270101T000000Z") is None


def test_body_with_more_than_text_stays(member, world):
    page = world.own.live
    page.body = [("text", "<p>Hallo</p>"), ("checklist", {"heading": "Mit", "items": ["Pass"]})]
    page.save_revision().publish()
    path = address("own_edit", world.own.profile, "news", page.pk)
    assert "body" not in fields_of(member.get(path))
    send(member, path, title="Neuer Titel")
    assert [child.block_type for child in latest(make.fresh(page)).body] == ["text", "checklist"]


def test_copy_of_last_years_event(member, world):
    start = timezone.localtime().replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=300)
    old = make.event(parent=world.own.profile, start=start, title="Sommerfest", price="3 Euro", cancelled=True)
    old.image = world.own.image
    old.image_alt = "Ein Zelt"
    old.save_revision().publish()
    path = new("events", world)
    values = fields_of(member.get(f"{path}?copy={old.pk}"))
    day = date.fromisoformat(values["dates-0-day"][0])
    assert day >= timezone.localdate()
    assert day.weekday() == start.weekday()
    assert values["price"] == ["3 Euro"]
    assert member.post(path, values).status_code == 302
    event = EventPage.objects.exclude(pk=old.pk).get(title="Sommerfest")
    assert (event.price, event.cancelled, event.image) == ("3 Euro", False, world.own.image)
    assert event.dates[0].id != old.dates[0].id
    assert event.slug != old.slug
    assert make.fresh(old).dates[0].value["start"] == start


def test_copy_keeps_what_the_form_cannot_show(member, world):
    """Formatting, and bodies with more than text."""
    page = world.own.live
    for body in ([("text", "<p>Sehr <b>wichtig</b></p>")],
                 [("text", "<p>Hallo</p>"), ("checklist", {"heading": "Mit", "items": ["Pass"]})]):  # fmt: skip
        page.body = body
        page.save_revision().publish()
        opened = member.get(f"{new('news', world)}?copy={page.pk}")
        assert member.post(new("news", world), fill(opened, title="Die Kopie")).status_code == 302
        copy = NewsPage.objects.get(title="Die Kopie")
        assert [(child.block_type, str(child.value)) for child in copy.body] == [
            (child.block_type, str(child.value)) for child in make.fresh(page).body
        ]
        copy.delete()


def test_form_sent_twice_makes_one_page(member, world):
    """A double click, or a bad line on the way home: the second time it meets the page that it has made."""
    path = new("events", world)
    data = {"title": "Sommerfest", "dates-0-day": str(in_days(5)), "dates-0-starts": "15:00", "language": "ar"}
    opened, images = member.get(path), PortalImage.objects.count()
    first, second = (
        member.post(path, fill(opened, picture=upload(photo()), image_alt="Ein Zelt", **data)) for _time in range(2)
    )
    event = EventPage.objects.get(title="Sommerfest")
    assert first.url == second.url == address("preview", world.own.profile, event.pk)
    assert event.revisions.count() == 1
    assert PortalImage.objects.count() == images + 1
    # Back in the browser, and something else in the same form: it is asked about, not lost.
    asked = member.post(path, fill(opened, **{**data, "title": "Herbstfest"}))
    assert asked.status_code == 409
    assert member.post(path, fill(asked, **{"choose-title": "mine"})).status_code == 302
    assert latest(make.fresh(event)).title == "Herbstfest"
    assert EventPage.objects.filter(organisation=world.own.profile).count() == 1
    # While it waits, sending it once more only leads there.
    member.post(address("submit", world.own.profile, event.pk))
    assert member.post(path, fill(asked, **{"choose-title": "mine"})).url == first.url


def test_forms_of_different_pages_never_meet(member, world):
    """The mark of a form counts for one kind of page of one association; a made-up one counts for nothing."""
    opened = {kind: fields_of(member.get(new(kind, world)))["form_id"] for kind in KINDS}
    forms = [(kind, fill(member.get(new(kind, world)), title="Neu", form_id=opened["news"])) for kind in KINDS]
    forms += [
        ("news", fill(member.get(new("news", world)), title="Neu", form_id=str(world.other.live.translation_key)))
    ]
    for kind, data in forms:
        assert member.post(new(kind, world), data).status_code == 302
    made = [
        *NewsPage.objects.filter(title="Neu"),
        EventPage.objects.get(title="Neu"),
        ServicePage.objects.get(title="Neu"),
    ]
    assert len({page.translation_key for page in made} | {world.other.live.translation_key}) == 5


def test_one_more_date_keeps_the_picture(member, world):
    path = new("events", world)
    more = send(member, path, title="Fest", more="dates", picture=upload(photo()), image_alt="Ein Zelt")
    assert "dates-1-day" in fields_of(more)
    assert member.post(path, fill(more, **{"dates-0-day": str(in_days(1))})).status_code == 302
    assert EventPage.objects.get(title="Fest").image is not None


def test_more_dates_than_the_form_can_show(member, world):
    """They stay as they are, and everything else can be changed."""
    event = make.event(parent=world.own.profile, title="Kurs")
    value = event.dates[0].value
    event.dates = [("date", {**value, "start": value["start"] + timedelta(days=n), "end": None}) for n in range(45)]
    event.save_revision().publish()
    path = address("own_edit", world.own.profile, "events", event.pk)
    assert send(member, path, title="Großer Kurs").status_code == 302
    draft = latest(make.fresh(event))
    assert (draft.title, len(draft.dates)) == ("Großer Kurs", 45)
    response = send(member, new("events", world), title="Neu", **{"dates-TOTAL_FORMS": "41"})
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select("#form-errors li"), "it says what is wrong"
    assert not page.select("button[name=more][value=dates]"), "there is no room for more"


def test_translations_are_not_edited_as_if_they_were_the_original(member, world):
    translation = make.translate(world.own.live, "en", title="News of Nil")
    path = address("own_edit", world.own.profile, "news", translation.pk)
    assert member.get(path).url == reverse("members:open", args=[translation.pk])
    typed = fill(member.get(address("own_edit", world.own.profile, "news", world.own.live.pk)), expires_on="2030-01-01")
    assert member.post(path, typed).status_code == 404
    assert latest(make.fresh(translation)).expires_on is None


def test_cancelled_with_a_word(trusted, world, client):
    event = make.event(parent=world.own.profile, title="Ausflug")
    path = address("cancel_event", world.own.profile, event.pk)
    assert trusted.get(path).status_code == 200
    assert not make.fresh(event).cancelled, "GET changes nothing"
    trusted.post(path, {"note": "Der Bus ist kaputt.\r\nNeuer Termin folgt."})
    page = make.fresh(event)
    assert page.cancelled
    assert page.cancellation_note == "Der Bus ist kaputt. Neuer Termin folgt."
    for shown in (page.url_in("de"), "/de/termine/"):
        assert "Der Bus ist kaputt." in content_of(client.get(shown)), shown
    ical = content_of(client.get(page.calendar_url))
    assert "STATUS:CANCELLED" in ical
    assert "Der Bus ist kaputt." in ical
    trusted.post(path, {"resume": "1", "note": ""})
    assert not make.fresh(event).cancelled
    assert make.fresh(event).cancellation_note == ""


def test_cancelling_is_public_at_once_and_only_the_word_is_moderated(member, world, client):
    """Editors have two hours a week; tomorrow's visitors must not come in vain."""
    event = make.event(parent=world.own.profile, title="Ausflug")
    member.post(address("cancel_event", world.own.profile, event.pk), {"note": "Krank"})
    page = make.fresh(event)
    assert page.cancelled
    assert "STATUS:CANCELLED" in content_of(client.get(page.calendar_url))
    assert "Krank" not in content_of(client.get(page.url_in("de")))
    assert state_of(page).code == Code.WAITING
    approve(world, event)
    assert "Krank" in content_of(client.get(page.url_in("de")))
    member.post(address("cancel_event", world.own.profile, event.pk), {"resume": "1"})
    page = make.fresh(event)
    assert (page.cancelled, page.cancellation_note, page.has_unpublished_changes) == (False, "", False)
    member.post(address("cancel_event", world.own.profile, event.pk), {"note": ""})
    assert make.fresh(event).cancelled
    assert state_of(make.fresh(event)).code == Code.PUBLIC, "nothing is left to look at"


@pytest.mark.parametrize("waiting", [True, False])
def test_cancelling_publishes_nothing_else(member, world, waiting):
    event = make.event(parent=world.own.profile, title="Ausflug")
    send(member, address("own_edit", world.own.profile, "events", event.pk), title="Ungeprüft")
    if waiting:
        member.post(address("submit", world.own.profile, event.pk))
    member.post(address("cancel_event", world.own.profile, event.pk), {"note": ""})
    page = make.fresh(event)
    assert (page.title, page.cancelled) == ("Ausflug", True)
    assert (latest(page).title, latest(page).cancelled) == ("Ungeprüft", True)
    assert state_of(page).code == (Code.WAITING if waiting else Code.CHANGED)


def test_cancelling_by_trusted_leaves_drafts(trusted, world):
    event = make.event(parent=world.own.profile, title="Ausflug")
    send(trusted, address("own_edit", world.own.profile, "events", event.pk), title="Halb fertig")
    trusted.post(address("cancel_event", world.own.profile, event.pk), {"note": "Sturm"})
    page = make.fresh(event)
    assert (page.title, page.cancelled, page.cancellation_note) == ("Ausflug", True, "Sturm")
    assert (latest(page).title, latest(page).cancellation_note) == ("Halb fertig", "Sturm")


def test_cancelling_what_editors_have_locked_keeps_the_word(member, world):
    event = make.event(parent=world.own.profile, title="Ausflug")
    event.locked, event.locked_by = True, world.users["editor"]
    event.save()
    response = member.post(address("cancel_event", world.own.profile, event.pk), {"note": "Sturm"})
    assert response.status_code == 423
    assert "Sturm" in content_of(response)
    assert not make.fresh(event).cancelled


def test_the_word_on_a_cancellation_reaches_readers_of_translations(trusted, world, client):
    event = make.event(parent=world.own.profile, title="Ausflug")
    english = make.translate(event, "en", title="Trip")
    trusted.post(address("cancel_event", world.own.profile, event.pk), {"note": "Der Bus ist kaputt."})
    for path in (english.url_in("en"), "/en/termine/"):
        assert '<p lang="de" dir="ltr">Der Bus ist kaputt.</p>' in content_of(client.get(path)), path
    calendar = content_of(client.get(make.fresh(english).calendar_url.replace("/de/", "/en/")))
    assert "COMMENT;LANGUAGE=de:Der Bus ist kaputt." in calendar
    english = make.fresh(english)
    english.cancellation_note = "The bus is broken."
    english.save_revision().publish()
    assert "The bus is broken." in content_of(client.get(english.url_in("en")))
    assert "Der Bus ist kaputt." in content_of(client.get(event.url_in("de")))


def test_every_language_is_offered_for_own_pages(member, world):
    """Also one into which editors translate the profile with wagtail-localize: that says nothing about what is new."""
    arabic = Locale.objects.get(language_code="ar")
    source, _made = TranslationSource.get_or_create_from_instance(make.fresh(world.own.profile))
    Translation.objects.create(source=source, target_locale=arabic).save_target(publish=False)
    assert "ar" not in dict(writable_languages(world.own.profile))
    assert fields_of(member.get(new("news", world, "ar")))["language"] == ["ar"]
    assert send(member, new("news", world, "ar"), title="خبر").status_code == 302
    assert NewsPage.objects.get(title="خبر").language == "ar"
    assert send(member, new("news", world), title="Kein Klingonisch", language="xx").status_code == 422


def test_offer_with_places_hours_and_languages(trusted, world, client):
    arabic, turkish = make.term(AdviceLanguage, "ar"), make.term(AdviceLanguage, "tr")
    response = send(
        trusted,
        new("offers", world),
        title="Sozialberatung",
        required_documents="Pass\n- Mietvertrag",
        email="beratung@example.org",
        **{
            "languages-0-language": str(arabic.pk), "languages-0-how": "staff",
            "languages-1-language": str(turkish.pk), "languages-1-how": "interpreter",
            "places-0-street": "Lindenstraße 1", "places-0-city": "Lindenfurt",
            "places-0-monday": "10-12, 14.30 bis 17 Uhr", "places-0-friday": "9–11",
            "phones-0-number": "02051 12345", "phones-0-description": "vormittags",
        },
    )  # fmt: skip
    assert response.status_code == 302
    offer = ServicePage.objects.get(title="Sozialberatung")
    assert offer.provider == world.own.profile
    draft = latest(offer)
    assert [(row.language, row.how) for row in draft.languages.all()] == [(arabic, "staff"), (turkish, "interpreter")]
    slots = [(s["weekday"], s["opens_at"], s["closes_at"]) for s in draft.places[0].value["slots"]]
    assert slots == [("MO", time(10), time(12)), ("MO", time(14, 30), time(17)), ("FR", time(9), time(11))]
    assert draft.required_documents == "<ul><li>Pass</li><li>Mietvertrag</li></ul>"
    path = address("own_edit", world.own.profile, "offers", offer.pk)
    values = fields_of(trusted.get(path))
    assert values["places-0-monday"] == ["10:00–12:00, 14:30–17:00"]
    assert values["required_documents"] == ["Pass\nMietvertrag"]
    revisions = offer.revisions.count()
    assert send(trusted, path).status_code == 302
    assert make.fresh(offer).revisions.count() == revisions, "opening and saving changes nothing"
    trusted.post(address("submit", world.own.profile, offer.pk))
    html = content_of(client.get(offer.url_in("de")))
    assert "Lindenstraße 1" in html
    assert "10:00" in html
    assert "Sozialberatung" in content_of(client.get("/de/beratung/"))
    # Leaving the second language and the hours out again.
    send(trusted, path, **{"languages-1-leave_out": "on", "languages-1-language": "", "places-0-friday": ""})
    draft = latest(make.fresh(offer))
    assert [row.language for row in draft.languages.all()] == [arabic]
    assert len(draft.places[0].value["slots"]) == 2


@pytest.mark.parametrize("text", ["morgens", "10", "12-10", "25-26", "10-12 und 14", "10:99-12"])
def test_hours_that_cannot_be_read(member, world, text):
    response = send(member, new("offers", world), title="Beratung", **{"places-0-city": "X", "places-0-monday": text})
    assert response.status_code == 422
    assert fields_of(response)["places-0-monday"] == [text]


def test_hours_as_people_write_them():
    ten, noon = time(10), time(12)
    for text in ("10-12", "10 - 12 Uhr", "10:00–12:00", "10.00 bis 12.00 Uhr", "10 Uhr – 12 Uhr"):
        assert read_hours(text) == [(ten, noon)], text
    assert read_hours("14-15 und 10-12") == [(ten, noon), (time(14), time(15))]
    assert read_hours("") == []


@pytest.mark.parametrize(
    "text",
    [
        "10-12 Uhr und 14-16 Uhr",
        "von 10 bis 12 Uhr, von 14 bis 16 Uhr",
        "10:00–12:00، 14:00–16:00",
        "من 10 إلى 12 و 14 إلى 16",
        "من الساعة ١٠ حتى ١٢ و١٤-١٦",
        "10-12 ve 14-16",
        "saat 10.00 - 12.00; 14 ile 16",
        "с 10 до 12 и с 14 до 16",
        "з 10 до 12 та з 14 до 16",
        "de 10 h à 12h00 et de 14 à 16 heures",
        "from 10 to 12, 14 until 16",
    ],
)
def test_hours_as_people_write_them_elsewhere(text):
    assert read_hours(text) == [(time(10), time(12)), (time(14), time(16))]


@pytest.mark.parametrize(
    "text", ["10-12 nur freitags", "nicht 10-12", "10-12 undefined", "10-12 14", "10-12, 9 à", "9h60-12h"]
)
def test_no_word_about_hours_is_dropped(text):
    with pytest.raises(ValidationError):
        read_hours(text)


def test_draft_is_deleted(member, world):
    draft = world.own.draft
    path = address("own_down", world.own.profile, "news", draft.pk)
    member.get(path)
    assert NewsPage.objects.filter(pk=draft.pk).exists()
    member.post(path)
    assert not NewsPage.objects.filter(pk=draft.pk).exists()


def test_taken_down_at_once_by_trusted(trusted, world, client):
    path = address("own_down", world.own.profile, "news", world.own.live.pk)
    trusted.post(path, {"reason": ""})
    assert not make.fresh(world.own.live).live
    assert client.get(world.own.live.url_in("de")).status_code == 404


def test_editors_are_asked_to_take_down(member, world):
    member.post(address("own_down", world.own.profile, "news", world.own.live.pk), {"reason": "Ist vorbei."})
    assert make.fresh(world.own.live).live
    report = ContentReport.objects.get(page=world.own.live)
    assert "Ist vorbei." in report.message
    assert report.email == world.users[MEMBER].email
    for reason in ("Ist vorbei.", "Und abgesagt."):
        member.post(address("own_down", world.own.profile, "news", world.own.live.pk), {"reason": reason})
    report = ContentReport.objects.get(page=world.own.live)
    assert (report.message.count("Ist vorbei."), report.message.count("Und abgesagt.")) == (1, 1)


def test_what_was_public_once_is_not_deleted(trusted, world):
    path = address("own_down", world.own.profile, "news", world.own.live.pk)
    trusted.post(path)
    assert trusted.post(path).status_code == 403
    assert NewsPage.objects.filter(pk=world.own.live.pk).exists()


def test_event_without_a_date_is_not_submitted(trusted, world):
    """Not by a button, and not by who sends the form without one."""
    send(trusted, new("events", world), title="Irgendwann")
    event = EventPage.objects.get(title="Irgendwann")
    submitting = address("submit", world.own.profile, event.pk)
    html = content_of(trusted.get(address("preview", world.own.profile, event.pk)))
    assert submitting not in html
    response = trusted.post(submitting)
    assert response.status_code == 422
    assert submitting not in content_of(response)
    assert not make.fresh(event).live
    assert trusted.get(submitting).status_code == 405


def test_bad_input_keeps_everything(member, world):
    for kind in KINDS:
        response = send(member, new(kind, world), title="T" * 10_000, summary="S" * 400)
        assert response.status_code == 422
        assert "T" * 10_000 in response.content.decode()
        assert "S" * 400 in response.content.decode()
    response = send(
        member, new("events", world), title="\u202e\x00", **{"dates-0-day": "gestern", "dates-0-starts": "25:00"}
    )
    assert response.status_code == 422
    assert fields_of(response)["dates-0-day"] == ["gestern"]
    response = send(member, new("events", world), title="Fest", **{"dates-0-day": "9999-12-31"})
    assert response.status_code == 422
    response = send(member, new("events", world), title="!!!", **{"dates-0-day": str(in_days(1))})
    assert response.status_code == 302, "a title without letters gets an address all the same"


def test_lists_cost_the_same_however_long(member, world):
    path = address("own", world.own.profile, "news")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert member.get(path).status_code == 200
        return len(queries)

    cost()
    before = cost()
    for _number in range(8):
        make.news(parent=world.own.profile)
        make.organisation()
    cost()
    assert cost() <= before


def test_translations_by_editors_are_not_listed_twice(member, world):
    make.translate(world.own.live, "en", title="News of Nil")
    html = content_of(member.get(address("own", world.own.profile, "news")))
    assert "News of Nil" not in html
    assert "Neues von Nil" in html


def test_from_the_start_page_to_the_form(member, world):
    """Every page that the start page lists leads to the screen where it is changed; pages of others do not exist."""
    own = world.own

    def opened(pk: int):
        return member.get(reverse("members:open", args=[pk]))

    start = content_of(member.get(reverse("members:start")))
    assert reverse("members:open", args=[own.draft.pk]) in start
    assert address("own_new", own.profile, "events") in start
    assert opened(own.profile.pk).url.endswith(f"/{own.profile.translation_key}/profile/")
    assert opened(own.english.pk).url.endswith(f"/{own.profile.translation_key}/profile/")
    assert opened(own.draft.pk).url.endswith(f"/{own.profile.translation_key}/news/{own.draft.pk}/")
    translated = make.translate(own.live, "en")
    assert opened(translated.pk).url == f"/admin/pages/{translated.pk}/edit/"
    for page in (world.other.profile, world.other.draft, make.index_of(make.NewsIndexPage)):
        assert opened(page.pk).status_code == 404


def test_pages_made_in_the_admin_belong_to_the_association_too(world):
    """Below the profile in whatever language: always to the original."""
    for parent in (world.own.profile, world.own.english):
        for model, link in ((NewsPage, "organisation"), (EventPage, "organisation"), (ServicePage, "provider")):
            page = model(
                title=f"Neu {model.__name__}", slug=f"neu-{model.__name__.lower()}", locale=parent.locale, live=False
            )
            make.fresh(parent).add_child(instance=page)
            page.save_revision()
            assert getattr(page, link) == world.own.profile


def test_copying_what_a_colleague_is_just_deleting(world):
    """The page and its draft are read at once: a deletion between the two is no error of the server."""
    page = own_page(world.own.profile, world.users[MEMBER], world.own.draft.pk, (NewsPage,))
    NewsPage.objects.get(pk=page.pk).delete()
    assert edited(page).facts.title == page.title
