"""What is searched, counted per day and language: no person, no address, no time of day.

A search never waits for the count, see ``core.counting``.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone

from core.counting import LateCounts, is_person
from search.analysis.words import INVISIBLE
from search.models import SearchCount

MOST_PER_DAY = 5000
"""Different searches that are counted on a day: nobody can fill the disk by searching."""
LONGEST = 100
# Telephone numbers, dates of birth and numbers of files, however they are divided.
NUMBER = re.compile(r"(?:\d[\s./()+\-–]{0,2}){5}")

Key = tuple[date, str, str]


def note(request: HttpRequest, text: str, language: str, total: int) -> None:
    """Count a search of a person for ``text`` that found ``total`` pages. Call it once for each: on the first page of
    results, without filters. Does not ask the database and raises nothing.
    """
    if is_person(request):
        _count(text, language, times=1, empty=int(total == 0))


def opened(request: HttpRequest, text: str, language: str) -> None:
    """Count that a person opened a result of a search. Does not ask the database and raises nothing."""
    if is_person(request):
        _count(text, language, clicks=1)


def storable(text: str, language: str) -> str:
    """The text as it is counted: lower case, spaces collapsed; empty if it must not be stored, because it is longer
    than ``LONGEST`` or may say who somebody is (an e-mail address, five or more digits).
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    text = " ".join(text.lower().split())
    return "" if len(text) > LONGEST or "@" in text or NUMBER.search(text) else text


def _count(text: str, language: str, times: int = 0, empty: int = 0, clicks: int = 0) -> None:
    query = storable(text, language)
    if not query or not settings.SEARCH_LOG_DAYS or language not in dict(settings.LANGUAGES):
        return
    counts.add((timezone.localdate(), language, query), times, empty, clicks)


def _write(found: dict[Key, list[int]]) -> None:
    rows = [SearchCount(day=day, language=language, query=query) for day, language, query in found]
    if SearchCount.objects.filter(day__in={row.day for row in rows}).count() < MOST_PER_DAY:
        SearchCount.objects.bulk_create(rows, ignore_conflicts=True)
    for (day, language, query), (times, empty, clicks) in found.items():
        SearchCount.objects.filter(day=day, language=language, query=query).update(
            times=F("times") + times, empty=F("empty") + empty, clicks=F("clicks") + clicks
        )


counts = LateCounts("searches", _write)


def prune() -> int:
    """Delete what is older than ``SEARCH_LOG_DAYS``; returns how many rows it was."""
    oldest = timezone.localdate() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return SearchCount.objects.filter(Q(day__lt=oldest) if settings.SEARCH_LOG_DAYS else Q()).delete()[0]


def searches(days: int, language: str = "", which: Literal["all", "empty", "unopened"] = "all") -> QuerySet:
    """What was searched within so many days, today included: ``{"language", "query", "searched", "missed", "opened"}``.

    ``empty``: without result at the last time that it was searched, so that what has been mended is no longer there.
    ``unopened``: there were results, and nobody opened one. The most frequent first.
    """
    rows = SearchCount.objects.filter(day__gt=timezone.localdate() - timedelta(days=days))
    if language:
        rows = rows.filter(language=language)
    rows = rows.values("language", "query").annotate(
        searched=Sum("times"),
        missed=Sum("empty"),
        opened=Sum("clicks"),
        last_missed=Max("day", filter=Q(empty__gt=0)),
        last_found=Max("day", filter=Q(times__gt=F("empty"))),
    )
    rows = rows.filter(searched__gt=0).order_by("-searched", "query", "language")
    if which == "empty":
        return rows.filter(Q(last_found=None) | Q(last_found__lt=F("last_missed")), missed__gt=0)
    if which == "unopened":
        return rows.filter(opened=0, searched__gt=F("missed"))
    return rows
