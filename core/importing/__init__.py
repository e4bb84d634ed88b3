"""What importers share: records that are read with suspicion, pages that are put live, a report, clean HTML."""

from core.importing.html import clean_blocks, clean_text, first_sentences
from core.importing.indexing import indexed_in_batches
from core.importing.pages import page_slug, save_live, translate_live
from core.importing.record import Record, Refused, label_of
from core.importing.report import Outcome, Progress, Report, progress_bar, quiet
from core.importing.tree import parents_first

__all__ = [
    "Outcome",
    "Progress",
    "Record",
    "Refused",
    "Report",
    "clean_blocks",
    "clean_text",
    "first_sentences",
    "indexed_in_batches",
    "label_of",
    "page_slug",
    "parents_first",
    "progress_bar",
    "quiet",
    "save_live",
    "translate_live",
]
