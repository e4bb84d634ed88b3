"""The search page: results as a reader sees them, help where there are none, and nothing that is not public."""

import html as escapes
import re
from datetime import time, timedelta

import html5lib
import pytest
from django.utils import timezone

from search.models import Entry, PromotedResult
from services import opening
from tests import factories as make
from tests.counting import queries
from tests.search.reading import page, result, text, titles

pytestmark = pytest.mark.django_db


def test_results_in_the_readers_language_come_first_then_german_ones_marked(client, portal):
    translated = make.service(title="Mietberatung im Rathaus")
    make.translate(translated, "ar", title="Mietberatung استشارات الإيجار")
    german = make.service(title="Mietberatung am Markt")
    html = page(client, "Mietberatung", "ar")
    assert titles(html) == ["Mietberatung استشارات الإيجار", german.title], "its translation stands for it"
    marked = result(html, german.title)
    assert 'lang="de" dir="ltr"><mark>Mietberatung</mark> am Markt</a>' in marked
    assert 'class="language-mark"' in marked
    assert "language-mark" not in result(html, "استشارات")


def test_pages_with_all_words_come_before_pages_with_some(client, portal):
    make.service(title="Fahrradwerkstatt")
    make.service(title="Fahrradwerkstatt für Frauen")
    assert titles(page(client, "Fahrradwerkstatt Frauen"))[0] == "Fahrradwerkstatt für Frauen"


def test_the_excerpt_shows_and_marks_what_was_searched(client, portal):
    make.service(
        title="Laden", summary="Ein Laden.", description="<p>Montags geöffnet.</p><p>Hier gibt es <b>Fahrräder</b>.</p>"
    )
    assert "Hier gibt es <mark>Fahrräder</mark>." in page(client, "Fahrrad")


def test_what_was_typed_is_never_html(client, portal):
    make.service(title="Werkstatt <i>kursiv</i>", summary="Mit <b>Fett</b>")
    html = page(client, "<i>kursiv</i> Werkstatt")
    assert "<i>" not in html
    assert titles(html) == ["Werkstatt <i>kursiv</i>"]


def test_a_service_says_who_where_and_in_which_languages(client, portal):
    arabic = make.term(make.AdviceLanguage, "ar", names={"de": "Arabisch"})
    make.service(
        title="Mietberatung",
        provider=make.organisation(title="Caritas Musterstadt"),
        places=make.places(make.place(city="Lindenfurt")),
        languages=[arabic],
    )
    shown = result(page(client, "Mietberatung auf Arabisch"), "Mietberatung")
    assert "Caritas Musterstadt" in shown
    assert "Lindenfurt" in shown
    assert "<mark>Arabisch</mark>" in shown, "what was asked for is marked"


def test_a_result_says_why_where_its_text_does_not(client, housing):
    make.topic_page(title="Erste Schritte", summary="Was zuerst zu tun ist.", topic=housing)
    shown = result(page(client, "Wohnen"), "Erste Schritte")
    assert "Thema:Wohnen" in text(shown)
    make.topic_page(title="Wohnen und Bauen", topic=housing)
    assert "Thema:" not in text(result(page(client, "Wohnen"), "Wohnen und Bauen"))


def test_events_have_their_next_date_and_news_their_day(client, portal):
    event = make.event(title="Nachbarschaftsfest im Park")
    news = make.news(title="Nachbarschaftsfest abgesagt")
    html = page(client, "Nachbarschaftsfest")
    start = timezone.localtime(event.next_occurrence.start)
    assert f'datetime="{start:%Y-%m-%dT%H}' in result(html, event.title)
    assert f'datetime="{news.date:%Y-%m-%d}"' in result(html, news.title)


def test_a_cancelled_event_says_so(client, portal):
    event = make.event(title="Nachbarschaftsfest", cancelled=True)
    make.translate(event, "ar", title="Nachbarschaftsfest احتفال")
    assert "Abgesagt" in result(page(client, "Nachbarschaftsfest"), "Nachbarschaftsfest")
    assert "ملغاة" in result(page(client, "Nachbarschaftsfest", "ar"), "احتفال")
    assert "Abgesagt" not in page(client, make.event(title="Straßenfest").title)


def test_an_event_that_has_ended_today_does_not_look_current(client, portal):
    event = make.event(title="Nachbarschaftsfest")
    ended = timezone.now() - timedelta(hours=1)
    event.occurrences.update(start=ended, end=ended)
    assert "vorbei" in result(page(client, "Nachbarschaftsfest"), "Nachbarschaftsfest")
    event.occurrences.all().delete()
    make.event(title="Sommerfest", dates=[])
    assert "vorbei" not in page(client, "Sommerfest")


def test_promoted_results_come_first_and_say_so(client, portal):
    make.service(title="Wohngeld Wohngeld beantragen")
    promoted = make.topic_page(title="Hilfe vom Amt")
    make.translate(promoted, "ar", title="مساعدة من الدائرة")
    PromotedResult.objects.create(language="de", query="Wohngeld", page=promoted)
    html = page(client, "Wohngeld beantragen")
    assert titles(html) == ["Hilfe vom Amt", "Wohngeld Wohngeld beantragen"]
    assert "Empfohlen" in result(html, "Hilfe vom Amt")
    assert titles(page(client, "Wohngeld", type="service")) == ["Wohngeld Wohngeld beantragen"]
    make.fresh(promoted).unpublish()
    assert titles(page(client, "Wohngeld")) == ["Wohngeld Wohngeld beantragen"]


def test_a_promoted_page_is_shown_once_and_in_the_readers_language(client, portal):
    promoted = make.topic_page(title="Wohngeld")
    make.translate(promoted, "ar", title="Wohngeld بدل السكن")
    PromotedResult.objects.create(language="ar", query="Wohngeld", page=promoted)
    assert titles(page(client, "Wohngeld", "ar")) == ["Wohngeld بدل السكن"]


def test_fifteen_results_are_on_a_page_and_the_next_keeps_the_query(client, portal):
    for number in range(17):
        make.news(title=f"Sprachtreff {number}")
    html = page(client, "Sprachtreff", type="news")
    assert len(titles(html)) == 15
    assert "17 Ergebnisse für „Sprachtreff“" in html[html.index("<h2") :]
    assert "17 Ergebnisse für „Sprachtreff“" in html[: html.index("</title>")]
    address = escapes.unescape(re.search(r'rel="next" href="([^"]+)"', html)[1])
    second = client.get(f"/de/search/{address}").content.decode()
    assert len(titles(second)) == 2
    assert set(titles(html)).isdisjoint(titles(second))


@pytest.mark.parametrize("number", ["0", "-1", "99999", "abc"])
def test_a_page_that_does_not_exist_is_the_nearest(client, portal, number):
    make.service(title="Beratung")
    assert titles(page(client, "Beratung", page=number)) == ["Beratung"]


def test_a_mistyped_word_is_corrected(client, portal):
    make.service(title="Schuldnerberatung Stadtmitte")
    html = page(client, "Schuldnrberatung")
    link = re.search(r'<a href="(\?q=[^"]+)"><bdi>Schuldnerberatung</bdi></a>', html)
    assert titles(client.get(f"/de/search/{link[1]}").content.decode()) == ["Schuldnerberatung Stadtmitte"]
    assert "<bdi>" not in page(client, "Schuldnerberatung").split("<main")[1].split("<footer")[0]


def test_another_keyboard_layout_is_said(client, portal):
    service = make.service(title="Schuldnerberatung")
    make.translate(service, "ru", title="школа")
    html = page(client, "irjkf", "ru")
    assert titles(html) == ["школа"]
    assert '<a href="?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0"><bdi>школа</bdi></a>' in html


def test_nothing_found_helps_on(client, portal):
    topic = make.topic_page(title="Gesundheit", topic=make.term(make.Topic, "health"))
    html = page(client, "xyzzyq")
    assert titles(html) == []
    assert "Nichts gefunden für „xyzzyq“" in html
    assert f'href="{topic.url_in("de")}"' in html
    assert 'href="tel:112"' in html


def test_an_empty_search_shows_the_ways_on(client, portal):
    html = page(client, "  ")
    assert "Nichts gefunden" not in html
    assert 'href="tel:112"' in html


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_the_page_is_valid_html(client, housing, language):
    make.service(title="Sprachtreff", topics=[housing])
    for parameters in [{}, {"topic": "housing", "good": "free"}, {"type": "news"}]:
        html = page(client, "Sprachtreff", language, **parameters)
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        assert not re.search(r'\s(?:style|on\w+)="', html), "strict CSP: nothing inline"


def test_drafts_and_private_pages_are_not_found(client, portal):
    draft = make.service(title="Geheimnisvoll")
    make.fresh(draft).unpublish()
    private = make.topic_page(title="Geheimnisvoll privat")
    private.view_restrictions.create(restriction_type="login")
    assert titles(page(client, "Geheimnisvoll")) == []


def test_a_page_that_the_index_wrongly_holds_is_not_shown(client, portal):
    kept, hidden = make.service(title="Geheimnisvoll offen"), make.service(title="Geheimnisvoll alt")
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)
    assert Entry.objects.filter(page_id=hidden.pk).exists()
    html = page(client, "Geheimnisvoll")
    assert titles(html) == [kept.title]
    assert "1 Ergebnis " in html


def test_a_confidential_address_is_not_found(client, portal):
    make.service(title="Schutzwohnung", places=make.places(make.place("Geheimweg 13", confidential=True, city="Ort X")))
    assert titles(page(client, "Geheimweg")) == []
    html = page(client, "Schutzwohnung")
    assert titles(html) == ["Schutzwohnung"]
    assert "Geheimweg" not in html
    assert "Ort X" not in html


def some_of_everything(number: int, housing) -> None:
    for _ in range(number):
        provider = make.organisation(title="Sprachtreff e. V.", topics=[housing])
        service = make.service(
            title="Sprachtreff",
            provider=provider,
            topics=[housing],
            languages=[make.term(make.AdviceLanguage)],
            places=make.places(make.place()),
        )
        make.translate(service, "ar", title="Sprachtreff مقهى")
        make.news(title="Sprachtreff Neues", topics=[housing])
        make.event(title="Sprachtreff Treffen", start=timezone.localtime() + timedelta(days=2))
        make.topic_page(title="Sprachtreff Thema", topic=housing)


@pytest.mark.parametrize("parameters", ["", "&topic=housing", "&open=1", "&topic=housing&open=1&type=news"])
def test_queries_do_not_grow_with_the_results(client, housing, parameters, monkeypatch):
    monkeypatch.setattr("services.models.service.opening.open_now", lambda places: opening.OpenTime(time(9), time(17)))
    some_of_everything(1, housing)
    path = f"/ar/search/?q=Sprachtreff{parameters}"
    before = queries(client, path, warm=True)
    assert ("type=news" in parameters) != bool(titles(client.get(path).content.decode())), "the others show something"
    some_of_everything(4, housing)
    assert queries(client, path, warm=True) <= before <= 14
