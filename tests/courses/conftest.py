"""One render process for the tests of a module."""

from collections.abc import Iterator

import pytest

from elearning.core.markdown import Renderer


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as kept:
        yield kept
