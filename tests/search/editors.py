"""People with the roles that a portal has, in their browsers, and what they work on."""

import re
from datetime import timedelta
from html import unescape

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from portal.setup import ASSOCIATIONS, EDITORS, TRANSLATORS, Portal
from search.models import Concept, SearchCount
from users.models import User

ROLES = {"editor": EDITORS, "translator": TRANSLATORS, "association": ASSOCIATIONS}


def browser(role: str, language: str = "en") -> Client:
    """A browser that is logged in with one of ``ROLES``, or "anonymous"."""
    client = Client(headers={"accept-language": language})
    if role in ROLES:
        if not Group.objects.filter(name=ROLES[role]).exists():
            Portal("Kreis Test", [])._groups()
        user, _created = User.objects.get_or_create(username=role, defaults={"email": f"{role}@example.org"})
        user.groups.set([Group.objects.get(name=ROLES[role])])
        client.force_login(user)
    return client


def concept(code: str, topics=(), **words: str) -> Concept:
    """A concept with words by language."""
    made = Concept.objects.create(code=code, names={"de": code}, words=words)
    made.topics.set(topics)
    return made


def text(response) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def count(query: str, language: str = "de", days_ago: int = 0, **numbers: int):
    """A search that was counted; ``times``, ``empty``, ``clicks``."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return SearchCount.objects.create(day=day, language=language, query=query, **{"times": 1, **numbers})
