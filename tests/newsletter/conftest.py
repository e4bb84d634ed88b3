"""What most tests of the newsletter start with."""

import pytest

from tests import factories as make


@pytest.fixture
def newsletter(portal):
    """A public newsletter page at ``/de/newsletter/``."""
    return make.newsletter_page(portal)
