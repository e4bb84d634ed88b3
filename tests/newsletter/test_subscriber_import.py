"""``manage.py import_subscribers``: rows are refused one by one, and nothing happens twice."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import sheet
from newsletter import subscribing
from newsletter.models import ConsentProof, Subscriber
from tests import factories as make

pytestmark = pytest.mark.django_db
HEADER = "email,language,topics,consented_at,source"
GOOD = "a@example.org,ar,housing work,2023-05-04T10:30:00+02:00,CleverReach"


@pytest.fixture(autouse=True)
def topics(db):
    return [make.term(make.Topic, code) for code in ("housing", "work")]


@pytest.fixture
def run(tmp_path):
    """``run(row, ...)``: writes a file with these rows and imports it; returns what was printed and whether it failed."""

    def run(*rows: str, header: str = HEADER, encoding: str = "utf-8", **options) -> tuple[str, bool]:
        file = tmp_path / "old-list.csv"
        file.write_bytes("\r\n".join([header, *rows]).encode(encoding))
        output, failed = io.StringIO(), False
        try:
            call_command("import_subscribers", str(file), stdout=output, **options)
        except CommandError as error:
            failed = error.returncode == 1
        return output.getvalue(), failed

    return run


def test_a_row_becomes_a_subscriber_with_a_proof(run, topics):
    output, failed = run(GOOD)
    assert (output.strip(), failed) == ("1 created, 0 unchanged, 0 refused", False)
    subscriber = Subscriber.objects.deliverable().get()
    assert (subscriber.email, subscriber.language) == ("a@example.org", "ar")
    assert list(subscriber.topics.all()) == topics
    proof = ConsentProof.objects.get()
    assert (proof.event, proof.source, proof.subscription) == ("imported", "CleverReach", subscriber.subscription)
    assert proof.consented_at == subscriber.confirmed_at == datetime(2023, 5, 4, 8, 30, tzinfo=UTC)


def test_a_second_run_changes_nothing(run):
    rows = [GOOD, "b@example.org,,,2023-01-01,", "A@EXAMPLE.ORG,de,,2024-01-01,elsewhere"]
    assert run(*rows)[0].strip() == "2 created, 1 unchanged, 0 refused"
    before = list(Subscriber.objects.order_by("pk").values()), list(ConsentProof.objects.values())
    assert run(*rows)[0].strip() == "0 created, 3 unchanged, 0 refused"
    assert (list(Subscriber.objects.order_by("pk").values()), list(ConsentProof.objects.values())) == before


def test_a_dry_run_changes_nothing(run):
    assert run(GOOD, dry_run=True)[0].strip() == "1 created, 0 unchanged, 0 refused"
    assert not Subscriber.objects.exists()
    assert not ConsentProof.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("nobody,de,,2023-01-01,x", "no usable e-mail address"),
        (",de,,2023-01-01,x", "no usable e-mail address"),
        ('"a@example.org\nBcc: b@example.org",de,,2023-01-01,x', "no usable e-mail address"),
        ("a" * 10_000 + "@example.org,de,,2023-01-01,x", "no usable e-mail address"),
        ("b@example.org,tlh,,2023-01-01,x", "unknown language: tlh"),
        ("b@example.org,de,housing gardens,2023-01-01,x", "unknown topics: gardens"),
        ("b@example.org,de,,,x", "the time of the consent is missing"),
        ("b@example.org,de,,last year,x", "the time of the consent cannot be read: last year"),
        ("b@example.org,de,,2023-02-31,x", "the time of the consent cannot be read: 2023-02-31"),
        ("b@example.org,de,,2999-01-01,x", "the time of the consent lies in the future"),
    ],
)
def test_a_bad_row_is_refused_alone_with_number_and_reason(run, row, reason):
    output, failed = run(GOOD, row, "c@example.org,de,,2023-01-01,x")
    assert failed
    number, _colon, said = output.splitlines()[0].partition(": ")
    assert number.startswith("row 3") or "\n" in row
    assert said == reason
    assert output.splitlines()[1] == "2 created, 0 unchanged, 1 refused"
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2023-05-04", "2023-05-03T22:00:00+00:00"),
        ("2023-05-04 10:30", "2023-05-04T08:30:00+00:00"),
        ("2023-05-04T08:30:00Z", "2023-05-04T08:30:00+00:00"),
        ("04.05.2023 10:30", "2023-05-04T08:30:00+00:00"),
        ("04.05.2023", "2023-05-03T22:00:00+00:00"),
    ],
)
def test_times_as_people_write_them(run, written, moment):
    run(f"a@example.org,,,{written},x")
    assert ConsentProof.objects.get().consented_at == datetime.fromisoformat(moment)


def test_a_source_that_is_missing_is_the_file(run):
    run("a@example.org,,,2023-01-01,")
    assert ConsentProof.objects.get().source == "old-list.csv"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_files_as_spreadsheet_programs_write_them(run, encoding, delimiter):
    row = delimiter.join(["jörg@müller.de".replace("ö", "oe"), "DE", "housing", "2023-01-01", "Excel"])
    output, _failed = run(row, header=HEADER.title().replace(",", delimiter), encoding=encoding)
    assert output.strip() == "1 created, 0 unchanged, 0 refused"
    assert Subscriber.objects.get().email == "joerg@xn--mller-kva.de"


def test_columns_that_are_missing_or_more(run):
    output, failed = run("a@example.org,Anna", header="email,name")
    assert failed
    assert output.splitlines()[0] == "row 2: the time of the consent is missing"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xff\xfe\x00\xd8", b"email\0,x"])
def test_what_is_no_table_is_said(tmp_path, content):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"x\.csv"):
        call_command("import_subscribers", str(file))


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_subscribers", str(tmp_path / "none.csv"))


def test_more_rows_than_editors_may_upload(run):
    output, _failed = run(*["nobody"] * (sheet.MOST_ROWS + 1))
    assert output.endswith(f"0 created, 0 unchanged, {sheet.MOST_ROWS + 1} refused\n")


# --- Who has said no here does not come back -------------------------------------------------------------------


def test_who_unsubscribed_here_does_not_come_back(run):
    run(GOOD)
    subscribing.unsubscribe(Subscriber.objects.get(), "test")
    output, failed = run(GOOD)
    assert failed
    assert output.startswith(f"row 2: ended here on {timezone.localdate().isoformat()}")
    assert not Subscriber.objects.exists()


def test_nor_who_was_erased(run):
    run(GOOD)
    call_command("erase_subscriber", "a@example.org", stdout=io.StringIO())
    assert not ConsentProof.objects.filter(email="a@example.org").exists()
    assert run(GOOD)[1]
    assert not Subscriber.objects.exists()


def test_nor_who_asked_to_be_erased_and_was_in_the_old_list_only(run):
    with pytest.raises(CommandError, match="Nothing is stored"):
        call_command("erase_subscriber", "a@example.org")
    assert "ended here on" in run(GOOD)[0]
    assert not Subscriber.objects.exists()


def test_nor_who_is_suspended(run):
    make.subscriber("a@example.org", status="suspended")
    output, failed = run(GOOD)
    assert failed
    assert "suspended here" in output
    assert Subscriber.objects.get().status == "suspended"


def test_who_asked_here_and_has_not_confirmed_had_agreed_there(run):
    pending = make.subscriber("a@example.org", status="pending")
    assert run(GOOD)[0].startswith("1 created")
    assert Subscriber.objects.deliverable().get().pk == pending.pk
