"""``manage.py search_dictionary``: learn the dictionaries of ``search/data/dictionary`` from translated texts."""

import json
from collections import Counter, defaultdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.languages import source_language
from search import dictionary
from search.analysis.stems import stem
from search.analysis.words import words
from search.models import SITE, Entry

FEW = 5
"""Pages that a word has to stand on to be more than a name."""


class Command(BaseCommand):
    help = (
        "Learn word pairs of each language and the source language from the portal's own translated pages, "
        "and from documents whose ids are equal after the language."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--documents", type=Path, nargs="+", default=[], help="JSON lines: id (xx:name), lang, title, body"
        )
        parser.add_argument("--to", type=Path, default=dictionary.DATA, help="folder to write to")

    def handle(self, *args, documents, to, **options):
        texts = self._of_portal()
        for key, group in self._of_documents(documents).items():
            texts[key] = group
        if not texts:
            raise CommandError("There are no translated texts to learn from.")
        names = untranslated_words(texts)
        to.mkdir(parents=True, exist_ok=True)
        for language, _name in settings.LANGUAGES:
            pairs = [
                (group[language], group[source_language()])
                for group in texts.values()
                if language in group and source_language() in group
            ]
            if language == source_language() or not pairs:
                continue
            found = dictionary.learn(dictionary.pairs(pairs, language), names)
            lines = [
                f"{json.dumps(word, ensure_ascii=False)}: {json.dumps(to_, ensure_ascii=False)}"
                for word, to_ in found.items()
            ]
            (to / f"{language}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
            self.stdout.write(f"{language}: {len(found)} words from {len(pairs)} texts")

    def _of_portal(self) -> dict[str, dict[str, str]]:
        """Texts by key and language: title, then lines."""
        texts: dict = defaultdict(dict)
        rows = Entry.objects.filter(collection=SITE).values_list("key", "language", "title", "summary", "body")
        for key, language, title, summary, body in rows:
            texts[key][language] = f"{title}\n{summary}\n{body}"
        return texts

    def _of_documents(self, paths: list[Path]) -> dict[str, dict[str, str]]:
        texts: dict = defaultdict(dict)
        for path in paths:
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                texts[row["id"].partition(":")[2]][row["lang"]] = f"{row['title']}\n{row['body']}"
        return texts


def untranslated_words(texts: dict[str, dict[str, str]]) -> frozenset[str]:
    """Stems of words that stand in the English, French and original texts alike, of few pages: names, mostly of people."""
    often: Counter = Counter()
    for group in texts.values():
        if {"en", "fr", source_language()} <= set(group):
            same = [set(words(group[language], language)) for language in ("en", "fr", source_language())]
            often.update(set.intersection(*same))
    return frozenset(stem(word, source_language()) for word, count in often.items() if count < FEW)
