"""The dashboard of a signed-in learner, beside H."""

from bench.classroom import classroom
from bench.server import Browser, compare, platform

PORT = 8420


async def look(browser: Browser) -> int:
    """Open the first page."""
    status, _body = await browser.get("/")
    assert status == 200, status
    return 1


def main() -> None:
    """Print the ratios."""
    with classroom() as room, platform(PORT, **room.environment) as port:
        compare("dashboard", port, lambda n: Browser(port, room.cookies[n]), look)
