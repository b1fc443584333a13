"""A lesson page of a signed-in learner, beside H."""

from bench.classroom import COURSE, classroom
from bench.server import Browser, compare, platform

PORT = 8410


async def read(browser: Browser) -> int:
    """Open a lesson."""
    status, _body = await browser.get(f"/pelatihan/{COURSE}/persyaratan-formulir")
    assert status == 200, status
    return 1


def main() -> None:
    """Print the ratios."""
    with classroom() as room, platform(PORT, **room.environment) as port:
        compare("lesson", port, lambda n: Browser(port, room.cookies[n]), read)
