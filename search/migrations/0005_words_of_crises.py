"""Words that people in danger type, for portals that exist: the seed touches no concept that is there already."""

from django.db import migrations

from search import phrases

WORDS = {
    "domestic-violence": {
        "ar": ["يضربني"],
        "de": ["werde geschlagen", "schlägt mich"],
        "en": ["hits me", "beats me"],
        "fr": ["me frappe", "me bat"],
        "ru": ["бьет меня", "муж меня бьет"],
        "tr": ["beni dövüyor"],
        "uk": ["б'є мене"],
    },
    "suicidal-crisis": {
        "ar": ["أريد الموت", "بدي أموت", "أقتل نفسي", "أنتحر", "لا أريد أن أعيش"],
        "de": [
            "Suizid",
            "ich will sterben",
            "sterben wollen",
            "nicht mehr leben",
            "mich töten",
            "mir das Leben nehmen",
        ],
        "en": ["kill myself", "killing myself", "I want to kill myself", "don't want to live", "take my own life"],
        "fr": ["me suicider", "je veux mourir", "me tuer", "en finir avec la vie", "plus envie de vivre"],
        "ru": ["убить себя", "не хочу жить", "покончить с собой", "покончить жизнь самоубийством"],
        "tr": ["kendimi öldürmek", "intihar etmek", "canıma kıymak"],
        "uk": ["вбити себе", "не хочу жити", "покінчити з собою", "накласти на себе руки"],
    },
}


def add_words(apps, schema_editor):
    """To the words that editors have; whatever they remove later stays away."""
    for concept in apps.get_model("search", "Concept").objects.filter(code__in=WORDS):
        for language, added in WORDS[concept.code].items():
            text = concept.words.get(language, "")
            new = [phrase for phrase in added if not phrases.contains(text, phrase, language)]
            concept.words[language] = phrases.joined([*phrases.split(text), *new])
        concept.save(update_fields=["words"])


class Migration(migrations.Migration):
    dependencies = [("search", "0004_editorial")]

    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]
