"""Terms that several tests of the search use, and the engines that they run on."""

import pytest

from tests import factories as make
from tests.search import servers


@pytest.fixture(params=servers.ENGINES)
def each_engine(request, db):
    """Runs a test on the database's engine and on a real Elasticsearch; the portal's current engine meanwhile."""
    with servers.engine(request.param) as engine:
        yield engine


@pytest.fixture
def elasticsearch(db):
    """A real Elasticsearch as the portal's current engine, with an index of what stands in the database."""
    with servers.engine("elasticsearch") as engine:
        yield engine


@pytest.fixture
def housing(portal):
    return make.term(make.Topic, "housing", names={"de": "Wohnen", "ar": "السكن"})
