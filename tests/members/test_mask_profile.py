"""The profile in steps: what is typed becomes the draft, readers see nothing until it is published."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from members.mask.completeness import completeness_of
from members.mask.drafts import latest
from members.mask.steps import STEPS
from members.states import Code, state_of
from organisations.models import OrganisationPage
from tests import factories as make
from tests.members.browsing import address, fields_of, fill, send
from tests.members.world import content_of, trust
from topics.models import AdviceLanguage, Place, TargetGroup, Topic

pytestmark = pytest.mark.django_db
MEMBER = "editor of the association"


@pytest.fixture
def profile(world) -> OrganisationPage:
    """The profile without the draft that the world begins with."""
    page = world.own.profile
    page.save_revision().publish()
    return make.fresh(page)


@pytest.fixture
def member(world):
    return world.client(MEMBER)


def draft_of(page) -> OrganisationPage:
    return latest(make.fresh(page))


def step(page, code: str, language: str = "de") -> str:
    return address("profile_step", page, code, language=language)


def test_text_becomes_a_draft_and_nothing_is_public(member, profile):
    response = send(member, step(profile, "about"), summary="Wir sind viele.", about="Seit 1999.\n\n- Chor\n- Küche")
    assert response.status_code == 302
    assert response.url == step(profile, "offers")
    draft = draft_of(profile)
    assert draft.summary == "Wir sind viele."
    assert draft.about == "<p>Seit 1999.</p><ul><li>Chor</li><li>Küche</li></ul>"
    live = make.fresh(profile)
    assert live.about == ""
    assert live.has_unpublished_changes
    assert live.latest_revision.user.username == "editor-of-the-association"
    assert "- Chor\n- Küche" in member.get(step(profile, "about")).content.decode()


def test_facts_of_all_kinds(member, profile):
    terms = {model: make.term(model) for model in (Topic, TargetGroup, AdviceLanguage, Place)}
    response = send(
        member,
        step(profile, "where"),
        meeting_times="Montags 17 Uhr",
        street="Lindenstraße 1",
        city="Lindenfurt",
        postcode="00100",
        topics=str(terms[Topic].pk),
        target_groups=str(terms[TargetGroup].pk),
        languages=str(terms[AdviceLanguage].pk),
        towns=str(terms[Place].pk),
    )
    assert response.status_code == 302
    draft = draft_of(profile)
    assert draft.meeting_times == "Montags 17 Uhr"
    assert draft.address[0].value["street"] == "Lindenstraße 1"
    assert [list(getattr(draft, name).all()) for name in ("topics", "target_groups", "languages", "towns")] == [
        [terms[Topic]], [terms[TargetGroup]], [terms[AdviceLanguage]], [terms[Place]]
    ]  # fmt: skip
    assert not make.fresh(profile).topics.exists()
    # Taking everything out again works too.
    send(member, step(profile, "where"), ("topics",), street="", city="", postcode="")
    draft = draft_of(profile)
    assert not draft.topics.all()
    assert not draft.address


def test_meeting_times_are_shown_and_found(member, profile, client):
    send(member, step(profile, "where"), meeting_times="Freitags Backgammon\nim Keller")
    page = make.fresh(profile)
    page.latest_revision.publish()
    html = content_of(client.get(profile.url_in("de")))
    assert "Freitags Backgammon<br>im Keller" in html
    assert "Verein Nil" in content_of(client.get("/de/search/?q=Backgammon"))


def test_arabic_text_goes_to_the_arabic_page(member, profile, client):
    """The German page keeps its facts and its own text; the Arabic one is a draft of its own."""
    response = send(member, step(profile, "about", "ar"), language="ar", about="نحن جمعية", founded="1999")
    assert response.status_code == 302
    arabic = OrganisationPage.objects.get(translation_key=profile.translation_key, locale__language_code="ar")
    assert not arabic.live
    assert arabic.original.pk == profile.pk
    assert latest(arabic).about == "<p>نحن جمعية</p>"
    assert draft_of(profile).about == ""
    assert draft_of(profile).founded == 1999
    # The form comes back with what was written, and a second time the same page is used.
    again = member.get(step(profile, "about", "ar"))
    assert fields_of(again)["language"] == ["ar"]
    send(member, step(profile, "about", "ar"), about="نحن جمعية كبيرة")
    assert (
        OrganisationPage.objects.filter(translation_key=profile.translation_key, locale__language_code="ar").count()
        == 1
    )
    latest(make.fresh(arabic)).get_latest_revision().publish()
    assert "نحن جمعية كبيرة" in content_of(client.get(profile.url_in("ar")))
    assert "العربية" in content_of(client.get(profile.url_in("de"))), "German readers are told where there is a text"


def test_another_language_takes_only_what_was_typed(member, profile):
    """Somebody opens the German text, writes one field anew in Turkish and chooses Turkish: the rest stays German."""
    send(member, step(profile, "offers"), aims="Zusammenhalt", offers="Beratung")
    response = send(member, step(profile, "offers"), language="tr", offers="Danışmanlık")
    assert response.status_code == 302
    turkish = OrganisationPage.objects.get(translation_key=profile.translation_key, locale__language_code="tr")
    assert latest(turkish).offers == "<p>Danışmanlık</p>"
    assert latest(turkish).aims == ""
    assert draft_of(profile).offers == "<p>Beratung</p>"


def test_alias_becomes_a_real_page(member, profile):
    """Where events in a language have made an alias of the profile, writing the profile's text makes it a page."""
    arabic = make.Locale.objects.get(language_code="ar")
    profile.copy_for_translation(arabic, copy_parents=True, alias=True)
    send(member, step(profile, "about", "ar"), language="ar", about="نحن جمعية")
    page = OrganisationPage.objects.get(translation_key=profile.translation_key, locale=arabic)
    assert page.alias_of is None
    assert not page.live
    assert latest(page).about == "<p>نحن جمعية</p>"


def test_people_need_consent(member, profile):
    data = {"people-0-name": "Nadia Haddad", "people-0-role": "Vorsitz"}
    response = send(member, step(profile, "people"), **data)
    assert response.status_code == 422
    assert "Nadia Haddad" in response.content.decode()
    assert not draft_of(profile).people
    response = send(
        member, step(profile, "people"), **data, **{"people-0-consent": "on", "people-0-consent_until": "2030-01-01"}
    )
    assert response.status_code == 302
    person = draft_of(profile).people[0].value
    assert (person["name"], person.role["text"], person["consent"]) == ("Nadia Haddad", "Vorsitz", True)
    assert str(person["consent_until"]) == "2030-01-01"
    # The same person can be left out again.
    send(member, step(profile, "people"), **{"people-0-leave_out": "on"})
    assert not draft_of(profile).people


def test_more_rows_without_saving(member, profile):
    path = step(profile, "links")
    data = {"social-0-network": "mastodon", "social-0-url": "social.example.org/@nil"}
    more = send(member, path, more="social", **data)
    assert more.status_code == 200
    values = fields_of(more)
    assert values["social-0-url"] == ["social.example.org/@nil"]
    assert "social-1-url" in values
    assert not draft_of(profile).social
    data = fill(more, **{"social-1-network": "facebook", "social-1-url": "https://facebook.example/nil"})
    assert member.post(path, data).status_code == 302
    assert [child.value["url"] for child in draft_of(profile).social] == [
        "https://social.example.org/@nil",
        "https://facebook.example/nil",
    ]


def test_buttons_lead_where_they_say(member, profile):
    for go, target in (
        ("", step(profile, "people")),
        ("leave", "/de/my/"),
        ("contact", step(profile, "contact")),
        ("preview", address("preview", profile, profile.pk)),
    ):
        assert send(member, step(profile, "pictures"), go=go).url == target
    assert send(member, step(profile, "links"), go="").url == address("profile", profile)


def test_bad_input_keeps_everything(member, profile):
    response = send(
        member, step(profile, "about"), title="N" * 10_000, about="<script>alert(1)</script>\n\nBleibt stehen"
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert "N" * 10_000 in html
    assert "Bleibt stehen" in html
    assert 'id="form-errors"' in html
    response = send(member, step(profile, "contact"), phone="keine Nummer", email="nein", website="http://")
    assert response.status_code == 422
    assert "keine Nummer" in response.content.decode()
    assert draft_of(profile).about == ""


def test_single_lines_have_no_control_characters(member, profile):
    send(member, step(profile, "about"), title="Verein\u202e \x07Nil\r\nBcc: a@b.de", about="<b>fett</b>\u202e\x07")
    draft = draft_of(profile)
    assert draft.title == "Verein Nil Bcc: a@b.de"
    assert draft.about == "<p>&lt;b&gt;fett&lt;/b&gt;</p>"


def test_formatting_of_editors_stays_until_it_is_changed(member, profile):
    profile.about = "<p>Wir sind <b>stark</b>.</p>"
    profile.save_revision().publish()
    page = member.get(step(profile, "about"))
    assert "bold words" in page.content.decode() or "fette" in page.content.decode()
    send(member, step(profile, "about"), summary="Neu.")
    assert draft_of(profile).about == "<p>Wir sind <b>stark</b>.</p>"
    send(member, step(profile, "about"), about="Wir sind sehr stark.")
    assert draft_of(profile).about == "<p>Wir sind sehr stark.</p>"


def test_editor_works_on_the_same_profile(member, world, profile):
    """One source of truth: what the mask saves is what the admin shows, and the other way round."""
    send(member, step(profile, "contact"), email="neu@example.org")
    admin = world.client("editor").get(f"/admin/pages/{profile.pk}/edit/")
    assert "neu@example.org" in admin.content.decode()
    draft = draft_of(profile)
    draft.phone = "02051 12345"
    draft.save_revision(user=world.users["editor"])
    assert fields_of(member.get(step(profile, "contact")))["phone"] == ["02051 12345"]


def test_completeness_says_what_is_missing_and_why(member, profile):
    before = completeness_of(make.fresh(profile))
    assert [item.step for item in before.missing][:3] == ["about", "offers", "offers"]
    assert before.percent < 30
    send(member, step(profile, "about"), summary="Wir.", about="Lang.")
    after = completeness_of(make.fresh(profile))
    assert after.percent > before.percent
    html = content_of(member.get(address("profile", profile)))
    assert str(after.missing[0].why) in html


def test_submitted_refused_corrected_published(member, world, profile, client):
    send(member, step(profile, "about"), summary="Erste Fassung.")
    assert "Erste Fassung." in content_of(member.get(address("preview", profile, profile.pk)))
    opened = member.get(step(profile, "about"))
    member.post(address("submit", profile, profile.pk))
    assert state_of(make.fresh(profile)).code == Code.WAITING
    # While it waits, the form is closed; nothing typed is lost.
    late = member.post(step(profile, "about"), fill(opened, summary="Zu spät."))
    assert late.status_code == 423
    assert "Zu spät." in late.content.decode()
    task = make.fresh(profile).current_workflow_task_state
    task.reject(user=world.users["editor"], comment="Bitte genauer.")
    state = state_of(make.fresh(profile))
    assert (state.code, state.reason) == (Code.REFUSED, "Bitte genauer.")
    assert send(member, step(profile, "about"), summary="Zweite Fassung.").status_code == 302
    member.post(address("submit", profile, profile.pk))
    make.fresh(profile).current_workflow_task_state.approve(user=world.users["editor"])
    assert "Zweite Fassung." in content_of(client.get(profile.url_in("de")))


def test_waiting_steps_are_closed_and_lead_on(member, profile):
    """Nobody can send a closed step; if somebody does, fields that were not sent are as they were, and stay."""
    send(member, step(profile, "about", "ar"), language="ar", about="نحن جمعية")
    send(member, step(profile, "contact"), email="nil@example.org", phone="02051 12345")
    send(member, step(profile, "offers"), aims="Zusammenhalt", offers="Beratung")
    member.post(address("submit", profile, profile.pk))
    for one in STEPS:
        page = BeautifulSoup(member.get(step(profile, one.code)).content, "html.parser")
        assert not page.select("button[form=mask]")
        links = [link["href"] for link in page.select(".mask__steps a")]
        assert links == [step(profile, other.code) for other in STEPS if other.code != one.code]
    for path in (step(profile, "contact"), step(profile, "contact", "ar") + "?language=ar", step(profile, "offers")):
        closed = fields_of(member.get(path))
        assert "opened" not in closed
        assert member.post(path, {**closed, "go": "about"}).status_code == 302, "nothing typed, so on to the next step"
    late = member.post(step(profile, "contact"), {"email": ["keine Adresse"]})
    assert late.status_code == 423
    assert fields_of(late)["phone"] == ["02051 12345"]
    member.post(address("take_back", profile, profile.pk))
    for code in ("contact", "offers"):
        assert member.post(step(profile, code), {"go": ""}).status_code == 302
    draft = draft_of(profile)
    assert (draft.email, draft.phone) == ("nil@example.org", "02051 12345")
    assert (draft.aims, draft.offers) == ("<p>Zusammenhalt</p>", "<p>Beratung</p>")


def test_terms_that_were_not_sent_stay(member, profile):
    """No tick means none only if the boxes were there."""
    topic = make.term(Topic)
    send(member, step(profile, "where"), topics=str(topic.pk))
    assert member.post(step(profile, "where"), {"city": "Lindenfurt"}).status_code in (302, 409)
    assert list(draft_of(profile).topics.all()) == [topic]
    send(member, step(profile, "where"), ("topics",))
    assert not draft_of(profile).topics.all()


def test_function_in_the_language_it_is_written_in(member, profile):
    """Whatever language the screen has: the person says which it is."""

    def roles() -> list[tuple]:
        return [(entry["language"], entry["text"]) for entry in draft_of(profile).people[0].value["roles"]]

    data = {"people-0-name": "Nadia", "people-0-consent": "on", "people-0-role": "Vorsitz"}
    assert fields_of(member.get(step(profile, "people", "ar")))["people-0-role_language"] == ["ar"]
    send(member, step(profile, "people", "ar"), **data, **{"people-0-role_language": "de"})
    assert roles() == [("de", "Vorsitz")]
    typed_over = {"people-0-role": "الرئيسة", "people-0-role_language": "ar"}
    send(member, step(profile, "people", "ar"), **typed_over)
    assert roles() == [("de", "Vorsitz"), ("ar", "الرئيسة")]
    send(member, step(profile, "people"), **{"people-0-role_language": "uk"})
    assert sorted(roles()) == [("ar", "الرئيسة"), ("uk", "Vorsitz")], "the language is put right"
    send(member, step(profile, "people", "uk"), **{"people-0-role": ""})
    assert roles() == [("ar", "الرئيسة")]
    revisions = make.fresh(profile).revisions.count()
    for language in ("de", "ar", "tr"):
        send(member, step(profile, "people", language))
    assert make.fresh(profile).revisions.count() == revisions


def test_no_text_is_cut_off_by_the_browser(member, profile):
    for one in STEPS:
        page = BeautifulSoup(member.get(step(profile, one.code)).content, "html.parser")
        assert not page.select("#mask textarea[maxlength]")


def test_taken_back_and_changed(member, profile):
    send(member, step(profile, "about"), summary="Erste Fassung.")
    member.post(address("submit", profile, profile.pk))
    member.post(address("take_back", profile, profile.pk))
    assert state_of(make.fresh(profile)).code == Code.CHANGED
    assert send(member, step(profile, "about"), summary="Zweite.").status_code == 302


def test_trusted_publish_at_once(world, profile, client):
    trust(world)
    trusted = world.client("trusted member")
    send(trusted, step(profile, "about"), summary="Sofort da.")
    send(trusted, step(profile, "about", "ar"), language="ar", about="حالا")
    trusted.post(address("submit", profile, profile.pk))
    assert "Sofort da." in content_of(client.get(profile.url_in("de")))
    assert "حالا" in content_of(client.get(profile.url_in("ar")))


def test_nothing_is_submitted_twice(member, profile):
    send(member, step(profile, "about"), summary="Einmal.")
    for _time in range(2):
        assert member.post(address("submit", profile, profile.pk)).status_code == 302
    assert make.fresh(profile).workflow_states.count() == 1


def test_saving_without_a_change_makes_no_revision(member, profile):
    before = profile.revisions.count()
    for one in STEPS:
        assert send(member, step(profile, one.code)).status_code == 302
    assert make.fresh(profile).revisions.count() == before


def test_cost_does_not_grow_with_the_number_of_organisations(member, profile):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            for one in STEPS:
                member.get(step(profile, one.code))
            member.get(address("profile", profile))
            send(member, step(profile, "contact"), email="a@example.org")
        return len(queries)

    cost()
    before = cost()
    for _number in range(10):
        organisation = make.organisation()
        make.translate(organisation, "en")
        make.news(parent=organisation)
    cost()
    assert cost() <= before
    assert Page.objects.count() > 30


def test_screens_in_all_languages(member, profile):
    for language in ("ar", "de-simple", "uk"):
        for one in STEPS:
            response = member.get(step(profile, one.code, language))
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"] or "max-age=0" in response["Cache-Control"]


def test_each_term_is_named_once(member, profile):
    """Of a vocabulary's check boxes, in one label each (HTML: a label holds no other)."""
    make.term(Topic)
    page = BeautifulSoup(member.get(step(profile, "where")).content, "html.parser")
    assert not page.select("label label")
    assert page.select_one(".terms label").get_text(strip=True) == page.select_one(".terms label > span").text


def test_street_is_filled_in_by_browsers(member, profile):
    """``street-address`` is for fields of several lines only (HTML, autofill)."""
    page = BeautifulSoup(member.get(step(profile, "where")).content, "html.parser")
    assert page.select_one("[name=street]")["autocomplete"] == "address-line1"
