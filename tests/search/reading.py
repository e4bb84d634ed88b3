"""The search page as a reader gets it, and its parts."""

import html as escapes
import re

TITLE = re.compile(r'<h3 class="teaser__title"><a[^>]*>(.*?)</a></h3>', re.DOTALL)


def page(client, query: str, language: str = "de", **parameters) -> str:
    response = client.get(f"/{language}/search/", {"q": query, **parameters})
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    """Titles of the results, in order."""
    return [escapes.unescape(re.sub(r"<[^>]+>", "", title)) for title in TITLE.findall(html)]


def result(html: str, title: str) -> str:
    """The part of the page about one result."""
    return next(part for part in html.split("<article")[1:] if title in re.sub(r"</?mark>", "", part))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", escapes.unescape(re.sub(r"<[^>]+>", "", html)))
