"""The spreadsheet of organisations in the admin, and the export: who may, and that it comes back unchanged."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from core.sheet import read, write
from organisations.models import Membership, OrganisationPage, OrganisationRecord
from portal.setup import EDITORS, TRANSLATORS, Portal
from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, portal):
    """``sign_in(group)``: the browser of somebody of a group; without one, of a member of ``organisation``."""
    Portal("Kreis Test", make.LANGUAGES)._groups()

    def enter(group: str = "", organisation=None):
        user = User.objects.create_user(group or "verein", f"{group or 'mitglied'}@example.org", "x")
        if group:
            user.groups.add(Group.objects.get(name=group))
        if organisation is not None:
            Membership.objects.create(user=user, organisation=organisation)
        client.force_login(user)
        return client

    return enter


def upload(client, rows, form="xlsx"):
    file = SimpleUploadedFile(f"liste.{form}", write(rows, form))
    return client.post(reverse("organisations_import"), {"file": file})


def test_upload_preview_confirm(sign_in):
    client = sign_in(EDITORS)
    assert client.get(reverse("organisations_import")).status_code == 200
    rows = [["Liste"], ["Name", "Telefon", "Notizen"], ["Nil e.V.", "0351 1", "geheim"], ["Kaputt", "siehe unten", ""]]
    response = upload(client, rows)
    html = response.content.decode()
    assert "Nil e.V." in html
    assert "0351 1" in html
    assert "siehe unten" in html
    assert not OrganisationPage.objects.exists(), "a preview saves nothing"
    done = client.post(reverse("organisations_import"), {"rows": response.context["rows"]})
    assert done.status_code == 302
    nil = OrganisationPage.objects.get()
    assert (nil.title, nil.live, nil.record.notes) == ("Nil e.V.", True, "geheim")
    again = upload(client, rows[:3])
    assert again.context["counts"] == {"created": 0, "changed": 0, "unchanged": 1, "refused": 0}


def test_before_and_after(sign_in):
    client = sign_in(EDITORS)
    make.organisation(title="Nil", phone="0351 1", external_id="17")
    html = upload(client, [["ID", "Name", "Telefon"], ["17", "Nil", "0351 2"]]).content.decode()
    assert "0351 1 → 0351 2" in html


@pytest.mark.parametrize("decision", ["same", "new", ""])
def test_the_editor_decides_what_is_the_same(sign_in, decision):
    client = sign_in(EDITORS)
    nil = make.organisation(title="Verein Nil")
    response = upload(client, [["Name", "Telefon"], ["Nil, Verein", "0351 1"]])
    key = str(nil.translation_key)
    assert f'value="{key}"' in response.content.decode()
    wanted = {"same": key, "new": "new", "": ""}[decision]
    post = {"rows": response.context["rows"], "same-2": wanted}
    client.post(reverse("organisations_import"), post)
    titles = sorted(OrganisationPage.objects.values_list("title", flat=True))
    assert titles == {"same": ["Nil, Verein"], "new": ["Nil, Verein", "Verein Nil"], "": ["Verein Nil"]}[decision]


def test_a_decision_is_about_one_row(sign_in):
    client = sign_in(EDITORS)
    hilden = make.organisation(title="DITIB")
    response = upload(client, [["Name", "Ort"], ["DITIB", "Hilden"], ["DITIB", "Ratingen"], ["DITIB", "Haan"]])
    post = {"rows": response.context["rows"], "same-2": str(hilden.translation_key), "same-3": "new"}
    client.post(reverse("organisations_import"), post)
    towns = [one.public_address["city"] for one in OrganisationPage.objects.order_by("pk")]
    assert towns == ["Hilden", "Ratingen"]
    assert make.fresh(hilden).public_address["city"] == "Hilden"


def test_drafts(sign_in):
    client = sign_in(EDITORS)
    response = upload(client, [["Name"], ["Nil"]])
    client.post(reverse("organisations_import"), {"rows": response.context["rows"], "draft": "1"})
    assert OrganisationPage.objects.get().live is False


@pytest.mark.parametrize("rows", ["", "x", "x:y:z"])
def test_forged_rows(sign_in, rows):
    client = sign_in(EDITORS)
    assert client.post(reverse("organisations_import"), {"rows": rows}).status_code == 302
    assert not OrganisationPage.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04x", b"\x80", b"a;b\n", b"Name;Verein\nx;y\n", b"Name\n" + b"x\n" * 6000]
)
def test_bad_files(sign_in, content):
    client = sign_in(EDITORS)
    response = client.post(reverse("organisations_import"), {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert client.post(reverse("organisations_import"), {}).context["form"].errors


@pytest.mark.parametrize("who", [TRANSLATORS, "member"])
def test_others_do_not_import(sign_in, who):
    nil = make.organisation(title="Nil")
    client = sign_in("", nil) if who == "member" else sign_in(who)
    assert client.get(reverse("organisations_import")).status_code in {302, 403}
    assert upload(client, [["Name"], ["Neu"]]).status_code in {302, 403}
    assert OrganisationPage.objects.count() == 1


# --- Export ------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(portal):
    """A profile with everything in it, and what spreadsheets stumble over."""
    nil = make.organisation(
        title="=Nil  &  Söhne",
        alternate_name="'quoted",
        about="<p>Eins &lt;b&gt; <b>zwei</b></p><ul><li>drei</li></ul>",
        aims="<p>a<br/>b</p>",
        meeting_times="Montags\nDienstags",
        founded=1998,
        legal_form="registered",
        phone="+49 351 1",
        email="info@nil.example.org",
        website="https://nil.example.org",
        address='[{"type": "address", "value": {"name": "Haus", "street": "-Weg 1", "postcode": "01067", "city": "X"}}]',
        social='[{"type": "link", "value": {"network": "facebook", "url": "https://facebook.com/nil"}}]',
        topics=[
            make.term(make.Topic, "familie", names={"de": "Familie und Kinder; mehr"}),
            make.term(make.Topic, "housing"),
        ],
        languages=[make.term(make.AdviceLanguage, "ar", names={"de": "Arabisch"})],
    )
    nil.confirm("wir")
    record = OrganisationRecord.of(make.fresh(nil))
    record.contact_name, record.notes, record.member_count = "A. Beispiel", "@geheim\nzwei", 0
    record.save()
    make.organisation(title="Leer")
    return make.fresh(nil)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_exported_comes_back_unchanged(full, tmp_path, capsys, form):
    file = tmp_path / f"vereine.{form}"
    call_command("export_organisations", str(file))
    call_command("import_organisations", str(file))
    out = capsys.readouterr().out
    assert "0 created, 0 changed, 2 unchanged, 0 refused" in out, out
    assert make.fresh(full).about == full.about


def test_no_cell_is_a_formula(full, tmp_path):
    call_command("export_organisations", str(tmp_path / "v.xlsx"))
    sheet = load_workbook(tmp_path / "v.xlsx").active
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    assert not any(str(cell.value or "").startswith(("=", "@", "+", "-")) for row in sheet for cell in row)


def test_columns_of_the_command(full, tmp_path):
    file = tmp_path / "v.csv"
    call_command("export_organisations", str(file), "--columns", "name,phone")
    assert len(read(file.read_bytes()).header) == 2
    call_command("export_organisations", str(file), "--public")
    assert "geheim" not in file.read_text()
    for args in (["--columns", "unsinn"], ["--public", "--columns", "notes"]):
        with pytest.raises(Exception, match="Unknown columns"):
            call_command("export_organisations", str(file), *args)


def test_the_export_in_the_admin(sign_in, full):
    client = sign_in(EDITORS)
    url = reverse("organisations_export")
    assert client.get(url).status_code == 200
    response = client.post(url, {"columns": ["name", "notes"], "form": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [cell.value for cell in sheet[2]] == ["'=Nil  &  Söhne", "'@geheim\nzwei"] or sheet.max_row == 3
    assert "attachment" in response.headers["Content-Disposition"]
    assert client.post(url, {"columns": [], "form": "xlsx"}).context["form"].errors
    assert client.post(url, {"columns": ["unsinn"], "form": "exe"}).context["form"].errors


def test_internal_columns_are_for_those_who_may_see_records(sign_in, full):
    client = sign_in(TRANSLATORS)
    url = reverse("organisations_export")
    assert "notes" not in client.get(url).content.decode()
    assert client.post(url, {"columns": ["name", "notes"], "form": "csv"}).context["form"].errors
    assert b"geheim" not in client.post(url, {"columns": ["name"], "form": "csv"}).content


def test_members_do_not_export(sign_in, full):
    client = sign_in("", full)
    assert client.post(reverse("organisations_export"), {"columns": ["name"], "form": "csv"}).status_code in {302, 403}


def test_the_directory_offers_both(sign_in):
    client = sign_in(EDITORS)
    html = client.get(
        reverse("wagtailadmin_explore", args=[make.index_of(make.OrganisationIndexPage).pk])
    ).content.decode()
    assert reverse("organisations_import") in html
    assert reverse("organisations_export") in html
