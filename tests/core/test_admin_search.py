"""The editors' own search, with what people type on the way to a word."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import Page

from core.models import PortalDocument, PortalImage
from tests import factories as make
from tests.members.world import png
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


@pytest.mark.parametrize("name", ["wagtaildocs:index", "wagtailimages:index"])
def test_files_are_searched_and_filtered_by_usage(client, portal, name, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    PortalDocument.objects.create(title="Satzung Nil", file=ContentFile(b"x", "satzung.txt"))
    PortalImage.objects.create(title="Satzung Nil", file=ContentFile(png(), "satzung.png"), description="Ein Blatt.")
    client.force_login(User.objects.create_superuser("chief"))
    for least, found in ((0, True), (1, False)):
        response = client.get(reverse(name), {"q": "Satzung", "usage_count_min": least, "usage_count_max": 9})
        assert response.status_code == 200
        assert ("Satzung Nil" in response.content.decode()) == found
