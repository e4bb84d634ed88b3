"""The header of every page: the portal's logo and name."""

import re

import pytest
from PIL import Image
from wagtail.models import Site

from core.models import PortalSettings
from portal.demo.images import stored
from tests import factories as make
from tests.counting import queries

pytestmark = pytest.mark.django_db
LOGO = re.compile(r'<img class="brand__logo" src="([^"]+)" width="(\d+)" height="(\d+)" alt="">')


@pytest.fixture
def settings_with_logo(portal):
    """Settings with a logo that is wider than the header shows it."""
    settings = PortalSettings.objects.get(site=Site.objects.get(is_default_site=True))
    settings.logo = stored(Image.new("RGBA", (1600, 200), (10, 90, 160, 128)), "Wappen")
    settings.save()
    return settings


def header(client, path: str) -> str:
    html = client.get(path).content.decode()
    return html[html.index("<header") : html.index("</header>")]


@pytest.mark.parametrize("path", ["/de/", "/ar/beratung/", "/de/search/"])
def test_the_logo_stands_beside_the_name_in_one_link(client, settings_with_logo, path):
    link = re.search(r'<a class="brand" href="/\w+/">.*?</a>', header(client, path), re.DOTALL)[0]
    url, width, height = LOGO.search(link).groups()
    assert url.endswith(".webp")
    assert (int(width), int(height)) == (352, 44)
    assert "Testportal" in link
    assert "brand__mark" not in link


def test_without_a_logo_or_its_file_there_is_the_mark(client, settings_with_logo):
    settings_with_logo.logo.file.delete(save=False)
    assert "brand__mark" in header(client, "/de/")
    settings_with_logo.logo = None
    settings_with_logo.save()
    assert "brand__mark" in header(client, "/de/")


def test_another_logo_shows_at_once(client, settings_with_logo):
    before = LOGO.search(header(client, "/de/"))[1]
    settings_with_logo.logo = stored(Image.new("RGB", (100, 100)), "Neues Wappen")
    settings_with_logo.save()
    assert LOGO.search(header(client, "/de/"))[1] != before
    settings_with_logo.logo.delete()
    assert "brand__mark" in header(client, "/de/")


def test_the_logo_costs_no_query(client, settings_with_logo):
    path = make.service().url_in("de")
    with_logo = queries(client, path, warm=True)
    settings_with_logo.logo = None
    settings_with_logo.save()
    assert with_logo == queries(client, path, warm=True)
