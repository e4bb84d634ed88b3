"""What most tests of the newsletter start with."""

import pytest

from newsletter import sending
from tests import factories as make


@pytest.fixture
def newsletter(portal):
    """A public newsletter page at ``/de/newsletter/``, and the legal pages without which nobody can sign up."""
    make.legal_pages(portal)
    return make.newsletter_page(portal)


@pytest.fixture
def without_waiting(monkeypatch):
    """A server that is away is asked again at once."""
    monkeypatch.setattr(sending, "RECONNECT_SECONDS", (0, 0, 0))


@pytest.fixture
def readers():
    """Six who get the next issue, in three languages."""
    return [make.subscriber(f"reader-{n}@example.org", language=["de", "ar", ""][n % 3]) for n in range(6)]
