"""Associations from a spreadsheet: what is read, who is meant, what is changed, and what is refused with a reason."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.importing import Refused
from core.sheet import write
from organisations.models import OrganisationPage, OrganisationRecord
from organisations.sheets import cells
from organisations.sheets.headers import Mapping, recognised
from organisations.sheets.words import name_key
from tests import factories as make

pytestmark = pytest.mark.django_db
HEADER = [
    "Name", "Kurzname", "Rechtsform", "Registernummer", "Straße", "PLZ", "Ort", "Telefon", "E-Mail", "Webseite",
    "Ansprechpartner", "E-Mail intern", "Themen", "Sprachen", "Zielgruppen", "Gründungsjahr", "Beschreibung",
    "Mitgliederzahl", "Notizen", "Facebook",
]  # fmt: skip
NIL = [
    "Nil-Verein e.V.", "NiL", "e. V.", "VR 1234", "Lindenstr. 1", "1067", "Lindenfurt", "0351 / 12 34-5",
    "info@nil.example.org; zwei@nil.example.org", "www.nil.example.org", "A. Beispiel", "intern@nil.example.org",
    "Wohnen, Schach", "العربية; Deutsch", "familie", "seit 1998", "Wir treffen uns.\n\nJeden Tag.", "ca. 1.200",
    "=Achtung", "https://facebook.com/nil",
]  # fmt: skip


@pytest.fixture
def terms(portal):
    make.term(make.Topic, "housing", names={"de": "Wohnen", "en": "Housing"})
    make.term(make.AdviceLanguage, "ar", names={"de": "Arabisch"}, autonym="العربية")
    make.term(make.AdviceLanguage, "de", names={"de": "Deutsch"}, autonym="Deutsch")
    make.term(make.TargetGroup, "familie", names={"de": "Familien"})


@pytest.fixture
def run(tmp_path, capsys, portal):
    """``run(rows)``: the command on a file with these rows; returns its output and exit code."""

    def call(rows, *args, form="csv", header=HEADER, mapping=None):
        file = tmp_path / f"liste.{form}"
        file.write_bytes(write([header, *rows], form))
        if mapping is not None:
            (tmp_path / "mapping.json").write_text(json.dumps(mapping))
            args = (*args, "--mapping", str(tmp_path / "mapping.json"))
        code = 0
        try:
            call_command("import_organisations", str(file), *args)
        except CommandError as error:
            code = error.returncode
        return capsys.readouterr().out, code

    return call


def page(**values) -> OrganisationPage:
    return OrganisationPage.objects.originals().get(**values)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_column_arrives(run, terms, form):
    out, code = run([NIL], form=form)
    assert code == 0
    assert "1 created" in out
    assert "Schach" in out, "what is not known is said"
    nil = page()
    assert (nil.live, nil.title, nil.alternate_name, nil.slug) == (True, "Nil-Verein e.V.", "NiL", "nil-verein-ev")
    assert (nil.kind, nil.legal_form, nil.register_number, nil.founded) == (
        "association",
        "registered",
        "VR 1234",
        1998,
    )
    address = nil.public_address
    assert (address["street"], address["postcode"], address["city"]) == ("Lindenstr. 1", "01067", "Lindenfurt")
    assert (nil.phone, nil.email) == ("0351 / 12 34-5", "info@nil.example.org")
    assert nil.website == "https://www.nil.example.org"
    assert nil.social[0].value["url"] == "https://facebook.com/nil"
    assert [term.code for term in nil.topics.all()] == ["housing"]
    assert {term.code for term in nil.languages.all()} == {"ar", "de"}
    assert [term.code for term in nil.target_groups.all()] == ["familie"]
    assert nil.about == "<p>Wir treffen uns.</p><p>Jeden Tag.</p>"
    assert nil.summary == "Wir treffen uns. Jeden Tag."
    record = OrganisationRecord.objects.get(organisation=nil)
    assert (record.contact_name, record.contact_email, record.member_count, record.notes) == (
        "A. Beispiel", "intern@nil.example.org", 1200, "=Achtung",
    )  # fmt: skip
    assert record.trusted is False


def test_a_second_run_changes_only_what_has_changed(run, terms):
    run([NIL])
    nil = page()
    out, code = run([NIL])
    assert "0 created, 0 changed, 1 unchanged, 0 refused" in out
    assert make.fresh(nil).revisions.count() == 0
    changed = [*NIL]
    changed[HEADER.index("Telefon")] = "0351 99"
    changed[HEADER.index("Notizen")] = "neu"
    out, code = run([changed])
    assert (code, "1 changed" in out) == (0, True)
    assert "telephone: " in out
    assert "→ 0351 99" in out
    nil = make.fresh(nil)
    assert (nil.phone, nil.record.notes, nil.title) == ("0351 99", "neu", "Nil-Verein e.V.")
    assert nil.revisions.count() == 1


def test_only_internal_changes_make_no_revision(run):
    run([["Nil", "a"]], header=["Name", "Notizen"])
    run([["Nil", "b"]], header=["Name", "Notizen"])
    assert page().revisions.count() == 0
    assert page().record.notes == "b"


def test_an_empty_cell_changes_nothing_and_a_dash_empties(run, terms):
    run([NIL])
    run([["Nil-Verein e.V.", "", "", ""]], header=["Name", "Telefon", "Themen", "Notizen"])
    assert page().topics.count() == 1
    assert page().phone
    run([["Nil-Verein e.V.", "-", "-", "-"]], header=["Name", "Telefon", "Themen", "Notizen"])
    nil = page()
    assert (nil.phone, nil.topics.count(), nil.record.notes) == ("", 0, "")
    _out, code = run([["-", "x"]], header=["Name", "Telefon"])
    assert code == 1


def test_a_dry_run_says_the_same_and_changes_nothing(run, terms):
    out, code = run([NIL], "--dry-run")
    assert (code, "1 created" in out, "Dry run" in out) == (0, True, True)
    assert not OrganisationPage.objects.exists()


def test_drafts(run):
    run([["Nil", "info@nil.example.org"]], "--draft", header=["Name", "E-Mail"])
    assert page().live is False
    assert page().has_unpublished_changes
    out, code = run([["Nil", "neu@nil.example.org"]], header=["Name", "E-Mail"])
    assert (code, "1 unchanged" in out, "not public" in out) == (0, True, True)


def test_titles_above_the_header_and_columns_of_no_interest(run, tmp_path, capsys):
    rows = [
        ["Vereinsliste Kreis Lindental"],
        ["Stand: 1.3.2026", ""],
        ["Nr", "Vereinsname", "Lieblingsfarbe"],
        ["1", "Nil", "blau"],
    ]
    file = tmp_path / "liste.csv"
    file.write_bytes(write(rows, "csv"))
    call_command("import_organisations", str(file))
    out = capsys.readouterr().out
    assert "Nr, Lieblingsfarbe" in out
    assert page().title == "Nil"


def test_a_mapping_for_odd_headers(run, tmp_path, capsys):
    run(
        [["Nil", "info@nil.example.org"]],
        header=["Wer?", "Post"],
        mapping={"columns": {"Wer?": "name", "Post": "email"}},
    )
    assert page().email == "info@nil.example.org"
    toml = tmp_path / "mapping.toml"
    toml.write_text('[columns]\n"Wer?" = "name"\n"E-Mail" = ""\n')
    file = tmp_path / "liste.csv"
    call_command("import_organisations", str(file), "--mapping", str(toml))
    for broken in ("{", "[]", '{"columns": []}', '{"columns": {"x": "unsinn"}}', '{"same": {"x": 1}}', '{"other": 1}'):
        (tmp_path / "kaputt.json").write_text(broken)
        with pytest.raises(CommandError):
            call_command("import_organisations", str(file), "--mapping", str(tmp_path / "kaputt.json"))


# --- Who is meant ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        (["Name"], ["Deutsch-Arabischer Verein Nil e. V."], "similar name"),
        (["Name"], ["Verein Nil, deutsch arabischer"], "similar name"),
        (["Name", "E-Mail"], ["Etwas anderes", "INFO@nil.example.org"], "same e-mail"),
        (["Name", "E-Mail intern"], ["Etwas anderes", "intern@nil.example.org"], "same e-mail"),
        (["Name", "Straße", "PLZ"], ["Arabischer Verein", "Lindenstr 1", "00100"], "same address"),
    ],
)
def test_what_may_be_the_same_is_proposed_and_not_merged(run, header, row, why):
    nil = make.organisation(
        title="Deutsch-arabischer Verein Nil",
        email="info@nil.example.org",
        address=json.dumps([{"type": "address", "value": make.place("Lindenstraße 1")["address"]}]),
    )
    record = OrganisationRecord.of(nil)
    record.contact_email = "intern@nil.example.org"
    record.save()
    out, code = run([row], header=header)
    assert code == 1
    assert f"Deutsch-arabischer Verein Nil, Lindenfurt ({why}, id {nil.translation_key})" in out
    assert OrganisationPage.objects.count() == 1


def test_an_address_alone_is_no_reason(run):
    make.organisation(
        title="Schachfreunde",
        address=json.dumps([{"type": "address", "value": make.place("Lindenstraße 1")["address"]}]),
    )
    _out, code = run([["Verein Nil", "Lindenstraße 1", "00100"]], header=["Name", "Straße", "PLZ"])
    assert code == 0


def test_the_mapping_decides(run):
    nil = make.organisation(title="Verein Nil")
    rows, header = [["Nil Verein", "0351 1"], ["Verein Nils", "0351 2"]], ["Name", "Telefon"]
    mapping = {"same": {"Nil Verein": str(nil.translation_key)}, "new": ["Verein Nils"]}
    out, code = run(rows, header=header, mapping=mapping)
    assert (code, "1 created, 1 changed" in out) == (0, True)
    assert make.fresh(nil).title == "Nil Verein"
    out, code = run(rows, header=header)
    assert "2 unchanged" in out, "a decision is remembered"


def test_an_id_decides(run):
    nil = make.organisation(title="Verein Nil")
    key = str(nil.translation_key)
    out, code = run([[key, "Ganz anders"], ["0" * 8 + key[8:], "X"]], header=["id", "Name"])
    assert (code, "1 changed" in out, "1 refused" in out) == (1, True, True)
    assert make.fresh(nil).title == "Ganz anders"


def test_the_office_s_own_numbers(run):
    run([["17", "Nil"]], header=["ID", "Name"])
    assert page().external_id == "17"
    out, _code = run([["17", "Umbenannt"]], header=["ID", "Name"])
    assert "1 changed" in out
    assert page().title == "Umbenannt"


def test_rows_about_the_same(run):
    out, code = run([["Nil e.V."], ["NIL"], ["Verein Nile"], ["Verein Niles"]], header=["Name"])
    assert code == 1
    assert "3 NIL: refused" in out
    assert "5 Verein Niles: refused. may be the same as: row 4" in out
    assert "2 created" in out


NAME_TOWN = ["Name", "Ort", "Telefon"]


def test_one_name_in_two_towns_are_two(run):
    rows = [["DITIB", "Hilden", "0351 1"], ["DITIB e. V.", "Ratingen", "0351 2"]]
    out, code = run(rows, header=NAME_TOWN)
    assert "3 DITIB e. V.: refused. may be the same as: row 2" in out
    out, code = run(rows, header=NAME_TOWN, mapping={"new": ["DITIB, Ratingen"]})
    assert (code, "1 created, 0 changed, 1 unchanged" in out) == (0, True)
    assert {(one.slug, one.phone) for one in OrganisationPage.objects.all()} == {
        ("ditib", "0351 1"),
        ("ditib-e-v", "0351 2"),
    }
    rows[1][2] = "0351 3"
    out, code = run(rows[::-1], header=NAME_TOWN)
    assert (code, "1 changed, 1 unchanged" in out) == (0, True), "found again without the mapping"
    assert page(phone="0351 3").public_address["city"] == "Ratingen"
    out, code = run([["DITIB", "0351 4"]], header=["Name", "Telefon"])
    assert (code, "DITIB, Hilden (" in out, "DITIB e. V., Ratingen (" in out) == (1, True, True)


def test_new_by_name_alone_is_for_every_town(run):
    rows = [["DITIB", town, ""] for town in ("Hilden", "Ratingen", "Hilden")]
    out, _code = run(rows, header=NAME_TOWN, mapping={"new": ["DITIB"]})
    assert ("2 created" in out, "4 DITIB: refused. row 2 is about the same" in out) == (True, True)
    assert set(OrganisationPage.objects.values_list("slug", flat=True)) == {"ditib", "ditib-ratingen"}


def test_a_town_that_comes_later_or_is_left_out_changes_nobody(run):
    run([["Nil", "1"]], header=["Name", "Notizen"])
    out, _code = run([["Nil", "Hilden", "0351 1"]], header=NAME_TOWN)
    assert "1 changed" in out
    out, _code = run([["Nil", "2"]], header=["Name", "Notizen"])
    assert "1 changed" in out
    out, _code = run([["Nil", "Hilden", "0351 1"]], header=NAME_TOWN)
    assert "1 unchanged" in out


def test_who_has_moved_is_asked_about_once(run):
    run([["Nil", "Hilden", ""]], header=NAME_TOWN)
    moved = [["Nil", "Ratingen", ""]]
    out, code = run(moved, header=NAME_TOWN)
    assert (code, "may be the same as: Nil, Hilden" in out) == (1, True)
    run(moved, header=NAME_TOWN, mapping={"same": {"Nil": str(page().translation_key)}})
    assert page().public_address["city"] == "Ratingen"
    out, code = run(moved, header=NAME_TOWN)
    assert (code, "1 unchanged" in out) == (0, True)


# --- What is refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("E-Mail", "kein"),
        ("E-Mail", "x@example.org>\nBcc: y@example.org"),
        ("Telefon", "siehe unten"),
        ("Webseite", "nicht da"),
        ("Webseite", "javascript:alert(1)"),
        ("Gründungsjahr", "früher"),
        ("Rechtsform", "Königreich"),
        ("Art", "Tier"),
        ("Kurzbeschreibung", "x" * 301),
        ("Registernummer", "9" * 51),
        ("Mitgliederzahl", "viele"),
        ("Geprüft am", "31.02.2026"),
        ("Name", "N" * 300),
    ],
)
def test_a_bad_cell_refuses_its_row_alone(run, header, cell):
    head = ["Name", header] if header != "Name" else ["Name"]
    row = ["Nil", cell] if header != "Name" else [cell]
    out, code = run([row, ["Schachfreunde", ""][: len(head)]], header=head)
    if "\n" in cell:
        return
    assert code == 1
    assert "1 created" in out
    assert "1 refused" in out
    assert page().title == "Schachfreunde"


def test_a_header_injection_stops_at_the_first_address(run):
    run([["Nil", "x@example.org\nBcc: y@example.org"]], header=["Name", "E-Mail"])
    assert page().email == "x@example.org"


def test_marks_that_turn_text_are_taken_out(run):
    run([["Nil\u202eliN\u200f"]], header=["Name"])
    assert page().title == "Nil liN"


def test_a_draft_of_the_association_is_not_passed_over(run):
    run([["Nil", "0351 1"]], header=["Name", "Telefon"])
    nil = page()
    nil.summary = "Entwurf"
    nil.save_revision()
    out, code = run([["Nil", "0351 2"]], header=["Name", "Telefon"])
    assert (code, "not published yet" in out) == (1, True)
    _out, code = run([["Nil", "neu"]], header=["Name", "Notizen"])
    assert code == 0, "internal fields have no drafts"
    assert make.fresh(nil).latest_revision.as_object().summary == "Entwurf"


def test_a_text_in_another_language_is_not_overwritten(run, portal):
    english = portal.get_translation(make.Page.objects.first().locale.__class__.objects.get(language_code="en"))
    index = make.index_of(make.OrganisationIndexPage, "en")
    nil = make.publish_new(
        OrganisationPage(title="Nile", slug="nile", locale=english.locale, about="<p>We.</p>"), index
    )
    out, _code = run([[str(nil.translation_key), "Wir.", "0351 2"]], header=["id", "Beschreibung", "Telefon"])
    assert "another language" in out
    nil = make.fresh(nil)
    assert (nil.about, nil.phone) == ("<p>We.</p>", "0351 2")


def test_a_confirmation_is_never_replaced_by_an_older_one(run):
    run([["Nil", "01.03.2026"]], header=["Name", "Stand"])
    assert page().last_confirmed == date(2026, 3, 1)
    out, _code = run([["Nil", "2026-02-01"]], header=["Name", "Stand"])
    assert "1 unchanged" in out
    out, _code = run([["Nil", "2026-04-01 00:00:00"]], header=["Name", "Stand"])
    assert page().last_confirmed == date(2026, 4, 1)
    assert page().revisions.count() == 0


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04kaputt", b"\xff\xfe\x00", b"\x80abc", b"a;b\n1;2\n", b"Name;Verein\nx;y\n"]
)
def test_files_that_nothing_can_be_read_from(tmp_path, portal, content):
    file = tmp_path / "liste.xlsx"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_organisations", str(file))
    with pytest.raises(CommandError):
        call_command("import_organisations", str(tmp_path / "fehlt.csv"))


def test_queries_of_a_plan_do_not_grow_with_the_rows(run):
    def count(number: int) -> int:
        rows = [[f"{chr(97 + n) * 9} {n}", "0351 1"] for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            run(rows, "--dry-run", header=["Name", "Telefon"])
        return len(captured)

    assert count(20) <= count(2)


# --- Properties --------------------------------------------------------------------------------------------------


@given(st.text())
def test_paragraphs_survive_the_page(text):
    once = cells.paragraphs(text)
    assert cells.plain(cells.markup(once)) == once


@given(st.text(max_size=60))
@pytest.mark.parametrize(
    "parse", [cells.email, cells.phone, cells.web, cells.year, cells.number, cells.day, cells.line]
)
def test_every_cell_is_read_or_refused(parse, text):
    try:
        value = parse(text)
    except Refused:
        return
    if isinstance(value, str):
        assert "\n" not in value
        assert parse(value) == value


@given(st.text(), st.sampled_from([" e.V.", " e. V.", " E.V", " eV", "  e.\u00a0V."]))
def test_the_legal_form_is_no_part_of_a_name(name, form):
    assert name_key(f"Nil {name}{form}") == name_key(f"NIL {name}")


@given(st.lists(st.text(max_size=20), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_header(header):
    try:
        found = recognised(header, Mapping())
    except Refused:
        return
    assert len(found) == len(header)
