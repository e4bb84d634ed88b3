"""What the portal knows of people who confirm facts."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from freshness.models import Answer
from freshness.retention import ANSWER_DAYS
from tests import factories as make
from tests.freshness.conftest import confirmed, contact
from users.models import User

pytestmark = pytest.mark.django_db


def test_answers_go_after_a_year_also_those_that_nobody_has_looked_at(portal):
    page = make.organisation()
    done, _waiting, new = (Answer.objects.create(page=page, kind="gone", address="x@example.org") for _ in range(3))
    Answer.objects.exclude(pk=new.pk).update(created_at=timezone.now() - timedelta(days=ANSWER_DAYS + 1))
    Answer.objects.filter(pk=done.pk).update(done_at=timezone.now())
    call_command("personal_data", "expire", stdout=StringIO())
    assert list(Answer.objects.all()) == [new]


def told(email: str) -> dict:
    output = StringIO()
    call_command("personal_data", "export", email, stdout=output)
    return json.loads(output.getvalue())


@pytest.mark.parametrize("by", ["Leyla@Example.org", "Leyla Yılmaz", "leyla"])
def test_who_confirmed_is_told_and_erased_and_the_date_stays(portal, by):
    User.objects.create_user("leyla", "leyla@example.org", first_name="Leyla", last_name="Yılmaz")
    profile, service = confirmed(make.organisation(title="Nil"), 3), confirmed(make.service(), 3)
    for page in (profile, service):
        page.confirm(by)
    contact(profile, "leyla@EXAMPLE.org")
    other = confirmed(make.organisation(), 3)
    found = told("leyla@example.org")
    assert found["organisations.OrganisationPage"] == [
        {"page": "Nil", "confirmed_by": by, "last_confirmed": str(profile.last_confirmed)}
    ]
    assert len(found["services.ServicePage"]) == 1
    assert found["organisations.OrganisationRecord"][0]["contact_email"] == "leyla@EXAMPLE.org"
    call_command("personal_data", "erase", "leyla@example.org", stdout=StringIO())
    left = told("leyla@example.org").pop("newsletter.ConsentProof")
    assert [(proof["event"], proof["email"]) for proof in left] == [("erased", "")], "keeps her out of old lists"
    for page in (profile, service):
        assert (make.fresh(page).confirmed_by, make.fresh(page).last_confirmed) == ("", page.last_confirmed)
    assert make.fresh(other).confirmed_by == "früher"
