"""The thesaurus as a whole: the seed, and single words that editors add from the list of searches."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from core.names import text_in
from search import index, phrases
from search.models import Concept
from topics.models import TargetGroup, Topic

SEED = Path(__file__).with_name("data") / "thesaurus.json"


def load_thesaurus(path: Path = SEED) -> int:
    """Create the concepts of a seed whose code is new; touches nothing that exists and returns how many were created.

    ``path``: a list of ``{"code", "terms": ["topic:housing", "target-group:women"], "words": {language: [phrase]}}``.
    Terms that the taxonomy does not have are left out. A concept is called what its first words say.
    """
    known = set(Concept.objects.values_list("code", flat=True))
    entries = [entry for entry in json.loads(path.read_text()) if entry["code"] not in known]
    topics, target_groups = (dict(model.objects.values_list("code", "pk")) for model in (Topic, TargetGroup))
    to_topic, to_group = Concept.topics.through, Concept.target_groups.through
    with transaction.atomic():
        concepts = Concept.objects.bulk_create(
            Concept(
                code=entry["code"],
                names={language: words[0] for language, words in entry["words"].items() if words},
                words={language: phrases.joined(words) for language, words in entry["words"].items() if words},
            )
            for entry in entries
        )
        of_topics, of_groups = [], []
        for concept, entry in zip(concepts, entries, strict=True):
            codes = dict.fromkeys(tuple(term.split(":", 1)) for term in entry["terms"])
            for kind, code in codes:
                if kind == "topic" and code in topics:
                    of_topics.append(to_topic(concept_id=concept.pk, topic_id=topics[code]))
                elif kind == "target-group" and code in target_groups:
                    of_groups.append(to_group(concept_id=concept.pk, targetgroup_id=target_groups[code]))
        to_topic.objects.bulk_create(of_topics)
        to_group.objects.bulk_create(of_groups)
        if concepts:
            index.thesaurus_changed()
    return len(concepts)


def add_word(concept: Concept, language: str, word: str) -> bool:
    """Add a word to the words of one language; False if it is among them already.

    Raises ``ValidationError`` as the form does. A change that somebody else makes at the same time is kept.
    """
    if found := phrases.problems({language: word}):
        raise ValidationError(found)
    with transaction.atomic():
        concept = Concept.objects.select_for_update().get(pk=concept.pk)
        text = concept.words.get(language, "")
        if phrases.contains(text, word, language):
            return False
        concept.words[language] = phrases.joined([*phrases.split(text), *phrases.split(word)])
        concept.save(update_fields=["words"])
    return True


def matching(text: str) -> list[int]:
    """Ids of the concepts with ``text`` in their code, a name or a word of any language; for the list of editors.

    In Python, because SQLite stores letters beyond ASCII escaped inside JSON and would not find them.
    """
    wanted = text.casefold()
    rows = Concept.objects.values_list("pk", "code", "names", "words")
    return [
        pk
        for pk, code, names, words in rows
        if any(wanted in part.casefold() for part in [code, *names.values(), *words.values()])
    ]


def words_shown(concept: Concept) -> object:
    """The words in the editor's language, else in the source language or any; marked when they are foreign."""
    return text_in(concept.words)
