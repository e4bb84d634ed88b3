"""The editors' own search, with what people type on the way to a word."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import factories as make
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ['Nil"', '"Verein', '"Verein Nil"', 'Verein "Nil', '"', "Verein's", "5$ > 3*"])
@pytest.mark.parametrize("name", ["wagtailadmin_explore", "wagtailadmin_explore_results"])
def test_quotation_marks_are_no_error(client, portal, typed, name):
    """Results come while one types, so that each quotation mark stands alone for a moment."""
    make.organisation(title="Verein Nil")
    client.force_login(User.objects.create_superuser("chief"))
    response = client.get(reverse(name, args=[Page.objects.get(depth=1).pk]), {"q": typed})
    assert response.status_code == 200
    words = set(typed.replace('"', "").split())
    if words:
        assert ("Verein Nil" in response.content.decode()) == (words <= {"Verein", "Nil"})
