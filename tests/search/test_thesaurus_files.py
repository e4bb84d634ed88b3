"""The thesaurus as a file: exported, looked at, imported; whatever a spreadsheet program made of it."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.sheet import LARGEST, Sheet, UnreadableError, escaped, read, unescaped, write
from search.find import find
from search.models import Concept
from tests import factories as make
from tests.search.editors import browser, concept, text

LIST, IMPORT = "wagtailsnippets_search_concept:list", "wagtailsnippets_search_concept:import"


@pytest.fixture
def editor(portal):
    return browser("editor")


@pytest.fixture
def housing(portal):
    return make.term(make.Topic, "housing", names={"de": "Wohnen"})


def upload(client, content: bytes, name: str = "words.csv"):
    return client.post(reverse(IMPORT), {"file": SimpleUploadedFile(name, content)})


def confirm(client, preview):
    rows = re.search(r'name="rows" value="([^"]+)"', preview.content.decode()).group(1)
    return client.post(reverse(IMPORT), {"rows": unescape(rows)}, follow=True)


def exported(client, form: str) -> bytes:
    response = client.get(reverse(LIST), {"export": form})
    assert f'filename="thesaurus.{form}"' in response["Content-Disposition"]
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_exported_can_be_imported_and_is_unchanged(editor, housing, form):
    concept("flat", [housing], de="=1+1, Bude, 'alt", ar="+49, بيت", uk="@сім'я", tr="-ışık")
    concept("roof", de="Obdach")
    file = exported(editor, form)
    preview = upload(editor, file, f"x.{form}")
    assert "New: 0, changed: 0, unchanged: 2, refused: 0." in text(preview)
    Concept.objects.all().delete()
    assert "2 concepts were taken over." in text(confirm(editor, upload(editor, file)))
    flat = Concept.objects.get(code="flat")
    assert flat.words == {"de": "=1+1, Bude, 'alt", "ar": "+49, بيت", "uk": "@сім'я", "tr": "-ışık"}
    assert list(flat.topics.all()) == [housing]
    assert flat.names["ar"] == "+49"


def test_no_cell_of_the_export_is_a_formula(editor):
    concept("flat", de="=HYPERLINK(1), x", en="+1", ar="-1", tr="@x")
    lines = exported(editor, "csv").decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"code";"topics";"target_groups";"de"')
    assert '"\'=HYPERLINK(1); x"' in lines[1]
    assert re.findall(r'"[=+\-@]', lines[1]) == []
    worksheet = load_workbook(io.BytesIO(exported(editor, "xlsx"))).active
    cells = [cell for row in worksheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value[0] in "=+-@"]


@given(st.text(alphabet="'=+-@\ta\"; ,é", max_size=8))
def test_escaping_can_always_be_undone(cell):
    assert unescaped(escaped(cell)) == cell
    assert escaped(cell)[:1] not in set("=+-@\t")


def test_the_export_has_what_the_filters_leave(editor, housing):
    concept("flat", [housing], de="Bude")
    concept("doctor", de="Arzt")
    response = editor.get(reverse(LIST), {"export": "csv", "topics": housing.pk})
    assert [row[1][0] for row in read(response.content).rows] == ["flat"]


def test_import_says_what_becomes_of_each_row_and_changes_nothing_before_it_is_confirmed(editor, housing):
    make.service(title="Hilfe im Rathaus")
    flat = concept("flat", [housing], de="Bude, Bleibe", en="flat")
    file = (
        "code;topics;de;en;klingonisch\n"
        "flat;;Bude, Wohnung;flat;Qapla\n"
        "doctor;housing;Arzt, Rathaus;;\n"
        "doctor;;Ärztin;;\n"
        "Kein Code;;x;;\n"
        "lawyer;law, housing;Anwalt;;\n"
        "empty;;;;\n"
        "stop;;und;;\n"
        ";;Haus;;\n"
    ).encode()
    preview = upload(editor, file)
    said = text(preview)
    assert "New: 1, changed: 1, unchanged: 0, refused: 6." in said
    assert "klingonisch" in said
    for line in (
        "2 flat changed topics: − housing Deutsch: + Wohnung, − Bleibe",
        "3 doctor new",
        "4 doctor refused This code stands further up already.",
        "5 Kein Code refused No valid code: Small letters, digits and hyphens only.",
        "6 lawyer refused Unknown code in “topics”: law",
        "7 empty refused Enter at least one word in one language.",
        "8 stop refused Deutsch: “und” is too general",
        "9 refused No valid code",
    ):
        assert line in said
    assert Concept.objects.count() == 1
    assert editor.get(reverse(IMPORT)).status_code == 200
    assert "2 concepts were taken over." in text(confirm(editor, preview))
    flat.refresh_from_db()
    assert flat.words == {"de": "Bude, Wohnung", "en": "flat"}
    assert not flat.topics.exists()
    assert [one.entry.title for one in find("Arzt", "de").results] == ["Hilfe im Rathaus"], "the next search knows it"
    assert set(Concept.objects.values_list("code", flat=True)) == {"flat", "doctor"}
    history = reverse("wagtailsnippets_search_concept:history", args=[flat.pk])
    assert "editor" in text(editor.get(history)), "who has done it"


def test_a_column_that_is_missing_changes_nothing(editor, housing):
    flat = concept("flat", [housing], de="Bude", en="flat")
    confirm(editor, upload(editor, b"CODE,EN\nflat,flat; home\n"))
    flat.refresh_from_db()
    assert flat.words == {"de": "Bude", "en": "flat, home"}
    assert list(flat.topics.all()) == [housing]


@pytest.mark.parametrize(
    "content",
    [
        "code;de-simple;ar\nflat;Haus;بيت\n".encode("utf-8-sig"),
        "code,de_simple,ar\r\nflat,Haus,بيت\r\n".encode(),
        "code\tDE-Simple\tar\nflat\tHaus\tبيت\n".encode("utf-16"),
        "\n;;\ncode;de-simple;ar\n\n  flat ; Haus ;بيت;zu viel\n".encode(),
    ],
    ids=["BOM", "comma", "UTF-16", "spaces"],
)
def test_files_of_all_programs_are_read(editor, content):
    preview = upload(editor, content)
    assert "New: 1," in text(preview)
    confirm(editor, preview)
    assert Concept.objects.get(code="flat").words == {"de-simple": "Haus", "ar": "بيت"}


def workbook(*rows) -> bytes:
    book, output = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(output)
    return output.getvalue()


def bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 21_000_000)
    return output.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The submitted file is empty."),
        (b"\n\n", "The file is empty."),
        (b"de;en\nBude;flat\n", "The column “code” is missing."),
        (b"code;de;DE\nflat;a;b\n", "The column “de” is there twice."),
        ("code;de\nflat;Tür\n".encode("latin-1"), "The letters of this file cannot be read."),
        (b"PK\3\4 no archive", "This is not a spreadsheet that can be read."),
        (workbook(["de"], ["x"]).replace(b"sheet1", b"sheet9"), "This is not a spreadsheet that can be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "The letters of this file cannot be read."),
        (b"code;de\nfl\0at;x\n", "This is not a spreadsheet that can be read."),
        (b"code;de\n" + b"x" * LARGEST, "The file is too large: at most 1000 KB."),
        (b"code;de\n" + b"a;b\n" * 5001, "The file has too many rows: at most 5000."),
        (bomb(), "The file is too large when it is unpacked."),
    ],
)
def test_files_that_cannot_be_read_are_explained(editor, content, message):
    response = upload(editor, content)
    assert response.status_code == 200
    assert message in text(response)
    assert b'name="rows"' not in response.content
    assert not Concept.objects.exists()


def test_explanations_are_in_the_editors_language(portal):
    assert "Die Spalte „code“ fehlt" in text(upload(browser("editor", "de"), b"de\nx\n"))


def test_numbers_and_formulas_of_a_workbook_are_read_as_text(portal):
    sheet = read(workbook(["code", "de", None], ["flat", 115, None], ["x", 1.5], ["y", None]))
    assert sheet == Sheet(["code", "de"], [(2, ["flat", "115"]), (3, ["x", "1.5"]), (4, ["y", ""])])


def test_rows_of_somebody_elses_making_are_not_taken_over(editor):
    response = editor.post(reverse(IMPORT), {"rows": '[["code"],[[2,["x"]]]]'}, follow=True)
    assert "The preview is too old." in text(response)
    assert not Concept.objects.exists()


# --- Commands -------------------------------------------------------------------------------------------------


def run(*arguments, **options) -> str:
    output = io.StringIO()
    call_command("thesaurus", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_commands_export_and_import(tmp_path, form):
    concept("flat", de="Bude", ru="жильё")
    file = tmp_path / f"words.{form}"
    assert "1 concepts written." in run("export", file)
    assert "0 created, 0 changed, 1 unchanged, 0 refused" in run("import", file)
    Concept.objects.all().delete()
    assert "2 flat: created." in run("import", file, dry_run=True)
    assert not Concept.objects.exists()
    run("import", file)
    assert Concept.objects.get().words == {"de": "Bude", "ru": "жильё"}


@pytest.mark.django_db
def test_the_command_fails_where_a_row_is_refused_and_keeps_the_others(tmp_path):
    file = tmp_path / "words.csv"
    file.write_bytes(write([["code", "topics", "de"], ["a", "nothing", "Bude"], ["b", "", "Arzt"]], "csv"))
    with pytest.raises(CommandError, match="Some rows were refused"):
        run("import", file)
    assert list(Concept.objects.values_list("code", flat=True)) == ["b"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["words.txt", "missing.csv", "folder.csv"])
def test_the_command_explains_files_that_it_cannot_use(tmp_path, name):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(CommandError):
        run("import", tmp_path / name)


def test_an_unreadable_file_is_no_sheet():
    with pytest.raises(UnreadableError):
        read(b"")
