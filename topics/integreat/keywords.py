"""Lines of search words that editors of Integreat put below a text, because that system has no field for them."""

import html
import re

LABELS = (
    # German, English, French
    "Schlagwort", "Schlagworte", "Schlagwörter", "Stichwort", "Stichworte", "Stichwörter", "Suchbegriff",
    "Suchbegriffe", "Suchwort", "Suchworte", "Suchwörter", "Tags", "Keyword", "Keywords", "Key words", "Search term",
    "Search terms", "Search words", "Mot-clé", "Mots-clés", "Mots clés", "Termes de recherche",
    # Turkish, Ukrainian, Russian, Arabic
    "Anahtar kelime", "Anahtar kelimeler", "Anahtar sözcükler", "Arama terimleri", "Ключові слова", "Пошукові слова",
    "Ключевые слова", "Поисковые слова", "الكلمات المفتاحية", "كلمات مفتاحية", "الكلمات الدالة", "كلمات البحث",
)  # fmt: skip
MARKS = r"(?:\s|</?[bi]>|<br/>)*"
LAST_LINE = re.compile(
    rf"<p>{MARKS}(?:{'|'.join(map(re.escape, LABELS))}){MARKS}:((?:(?!</?[pa]\b|<br/>).)*)</p>\Z",
    re.IGNORECASE | re.DOTALL,
)
"""A last paragraph that is the label and words. Further up, or with a link, it tells readers what to search elsewhere."""


def without_keywords(blocks: list[dict]) -> tuple[list[dict], str]:
    """Raw blocks without such a line at the end, and its words separated by commas."""
    line = LAST_LINE.search(blocks[-1]["value"]) if blocks and blocks[-1]["type"] == "text" else None
    if line is None:
        return blocks, ""
    text = html.unescape(re.sub(r"<[^>]*>", " ", line[1]))
    words = dict.fromkeys(word for part in re.split("[,،;]", text) if (word := " ".join(part.split())))
    rest = blocks[-1]["value"][: line.start()]
    return [*blocks[:-1], *([{**blocks[-1], "value": rest}] if rest else [])], ", ".join(words)
