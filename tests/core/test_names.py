"""Names in one of several languages, as templates print them."""

import copy
import pickle

from django.template import engines
from django.utils import translation

from core.names import Text


def test_a_foreign_name_is_marked_by_every_template():
    """Django turns whatever is no string into one before it asks for its HTML."""
    german = Text("Amt & Rat", "de")
    with translation.override("ar"):
        shown = (
            engines["django"].from_string("{{ name }}|{{ name.text }}|{{ none|default:name }}").render({"name": german})
        )
        marked = '<span lang="de" dir="ltr">Amt &amp; Rat</span>'
        assert shown == f"{marked}|Amt &amp; Rat|{marked}"
    with translation.override("de"):
        assert engines["django"].from_string("{{ name }}").render({"name": german}) == "Amt &amp; Rat"


def test_it_is_kept_with_its_language():
    for kept in (pickle.loads(pickle.dumps(Text("Amt", "de"))), copy.deepcopy(Text("Amt", "de"))):  # noqa: S301
        assert (kept.text, kept.language, type(kept)) == ("Amt", "de", Text)
