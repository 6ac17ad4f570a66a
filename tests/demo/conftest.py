"""One small demonstration for all tests that only look at it: two counties, three weeks."""

import json
from collections.abc import Iterator

import pytest

from tests.demo.sites import DemoSite, demo_site


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    with demo_site(tmp_path_factory.mktemp("loaded")) as site:
        status, said = site.command("demo", "load", "--small", "--json")
        assert status == 0, said
        assert json.loads(said)["loaded"] is True
        yield site


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    with demo_site(tmp_path_factory.mktemp("empty")) as site:
        yield site
