"""Words in cells that stand for something the portal has: terms, kinds, legal forms, and names that may be the same."""

import re
from collections.abc import Iterable

from anyascii import anyascii
from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from core.importing import Refused
from core.importing.pages import GERMAN
from organisations.models import OrganisationPage
from topics.models import AdviceLanguage, Place, TargetGroup, Topic

Kind, LegalForm = OrganisationPage.Kind, OrganisationPage.LegalForm
KINDS = {
    Kind.ASSOCIATION: "verein association mso migrantenorganisation migrantenselbstorganisation initiative gruppe",
    Kind.PROVIDER: "traeger anbieter provider wohlfahrtsverband beratungsstelle",
    Kind.AUTHORITY: "behoerde amt authority stadt kreis gemeinde",
    Kind.NETWORK: "netzwerk dachverband verband network umbrella",
}
LEGAL_FORMS = {
    LegalForm.REGISTERED: "ev eingetragen eingetragenerverein registered",
    LegalForm.UNREGISTERED: "nichteingetragen nichteingetragenerverein nev initiative keine ohne unregistered none",
    LegalForm.CHARITABLE_COMPANY: "ggmbh gemeinnuetzigegmbh",
    LegalForm.PUBLIC: "oeffentlich koerperschaft koerperschaftdesoeffentlichenrechts koer kdoer public",
    LegalForm.OTHER: "sonstige sonstiges andere other gmbh stiftung",
}
BETWEEN = re.compile(r"\s*[;\n|]\s*")
ALSO_BETWEEN = re.compile(r"\s*[,/&]\s*|\s+und\s+|\s+and\s+")
LEGAL_WORDS = re.compile(r"\b(?:e\s*v|eingetragener verein|ggmbh|gemeinnuetzige gmbh|gmbh|i\s*gr)\b")


def folded(text: str) -> str:
    """Small ASCII letters and digits with single spaces between: "Größe" and "Groesse" are the same."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text.translate(GERMAN)).lower()))


def name_key(name: str) -> str:
    """What is compared of an organisation's name: without legal form, case, accents and punctuation."""
    text = folded(name)
    return " ".join(LEGAL_WORDS.sub(" ", text).split()) or text or name.strip().casefold()


def choice(choices: type[TextChoices], words: dict, cell: str) -> str:
    """The value that a cell means: its code, its name in any language of the portal, or a usual word."""
    wanted = folded(cell).replace(" ", "")
    names = {folded(value).replace(" ", ""): value for value in choices.values}
    for code in dict(settings.LANGUAGES):
        with translation.override(code):
            names.update({folded(str(label)).replace(" ", ""): value for value, label in choices.choices})
    names.update({word: value for value, text in words.items() for word in text.split()})
    if not wanted or wanted not in names:
        known = ", ".join(str(label) for label in choices.labels)
        raise Refused(_("“%(text)s” is none of: %(known)s") % {"text": cell.strip()[:60], "known": known})
    return str(names[wanted])


def kind(cell: str) -> str:
    """A kind of organisation."""
    return choice(Kind, KINDS, cell)


def legal_form(cell: str) -> str:
    """A legal form."""
    return choice(LegalForm, LEGAL_FORMS, cell)


class Terms:
    """All terms of the portal by code and by name in every language, looked up without a query."""

    def __init__(self):
        self.by_word: dict[type, dict[str, object]] = {}
        for model in (Topic, TargetGroup, AdviceLanguage, Place):
            words = self.by_word[model] = {}
            for term in model.objects.all():
                for word in (*term.names.values(), getattr(term, "autonym", ""), term.code):
                    if word:
                        words.setdefault(_word(word), term)

    def find(self, model: type, cell: str) -> tuple[list, list[str]]:
        """The terms that a cell names, in the order of the taxonomy, and the words that nothing is known of.

        Separated by semicolons or lines; by commas, slashes and "und" where the whole is no term, as in "Familie und Kinder".
        """
        words = self.by_word[model]
        found, unknown = {}, []
        for part in BETWEEN.split(cell.strip()):
            whole = [part] if _word(part) in words else ALSO_BETWEEN.split(part)
            for word in filter(None, whole):
                term = words.get(_word(word))
                if term is None:
                    unknown.append(word)
                else:
                    found[term.pk] = term
        return in_order(found.values()), unknown


def in_order(terms: Iterable) -> list:
    """Terms as the taxonomy orders them."""
    return sorted(terms, key=lambda term: (term.sort_order, term.code))


def _word(text: str) -> str:
    # Words in other scripts stay as they are: there, transliteration would make different words the same.
    return folded(text) if text.translate(GERMAN).isascii() else " ".join(text.casefold().split())
