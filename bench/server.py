"""A gunicorn of 2 processes × 4 threads around one application, and people who ask it for pages."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
PEOPLE = (1, 16)
SECONDS = 1.0
ROUNDS = 15
CPU_VISITS = 600
#: Until every process has loaded what a visit needs.
FIRST_VISITS = 60
#: What works beside the platform waits five seconds, then loads its works.
SETTLED_SECONDS = 9

Visit = Callable[["Browser"], Awaitable[int]]


@contextmanager
def gunicorn(target: str, port: int) -> Iterator[int]:
    """Serve an application by gunicorn as `elearning serve` sets it; yields the port."""
    options = ["--workers", "2", "--worker-class", "gthread", "--threads", "4", "--preload"]
    options += ["--no-control-socket", "--log-level", "error"]
    with running(["-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", *options], port):
        yield port


@contextmanager
def platform(port: int, **environment: str) -> Iterator[int]:
    """Serve the platform by its own command; yields the port."""
    serve = ["-c", "from elearning.cli import main; main()", "serve", "--port", str(port)]
    with running(serve, port, **environment):
        sleep(SETTLED_SECONDS)
        yield port


@contextmanager
def running(arguments: list[str], port: int, **environment: str) -> Iterator[None]:
    """Run Python until the block ends, from when it answers."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=nowhere,
            stderr=nowhere,
        )
        try:
            wait_for(port)
            yield
        finally:
            process.terminate()
            process.wait()


def wait_for(port: int) -> None:
    """Wait until something answers."""
    for _turn in range(600):  # the first start publishes what is shipped
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise SystemExit(f"Nothing answers on port {port}.")


class Browser:
    """A person's browser: minutes lie between two pages, so each comes over a new connection.

    What counts is how long it waits for the server, not what it does with the answers.
    """

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie, self.location = port, cookie, ""
        self.waited = 0.0

    async def get(self, path: str) -> tuple[int, bytes]:
        """Ask for a page."""
        return await self.send("GET", path)

    async def send(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, bytes]:
        """Send a request and return status and body."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += ["Accept-Encoding: gzip, deflate, br"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}"] if method != "GET" else []
        question = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        asked = perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(question)
        answer = await reader.read(-1)
        self.waited += perf_counter() - asked
        writer.close()
        head, _, content = answer.partition(b"\r\n\r\n")
        self.location = field(head, b"location") or field(head, b"content-location")
        return int(head[9:12]), content


def field(head: bytes, name: bytes) -> str:
    """Return the value of a header, empty when it is absent."""
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next((value.strip().decode() for key, _, value in lines if key.lower() == name), "")


def cpu_seconds(port: int) -> float:
    """Return the processor time that the gunicorn behind a port has used, with its workers."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if re.search(rb"\b%d\b" % port, (stat.parent / "cmdline").read_bytes()):
                fields = stat.read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def visits(browser: Browser, visit: Visit, times: int) -> int:
    """Pay visits one after the other; return how many they count as."""
    return sum([await visit(browser) for _turn in range(times)])


def cpu_milliseconds(browser: Browser, visit: Visit) -> float:
    """Return the server's processor time a visit, the steadiest of the figures."""

    before = cpu_seconds(browser.port)
    count = asyncio.run(visits(browser, visit, CPU_VISITS))
    return (cpu_seconds(browser.port) - before) / count * 1000


def rate(make: Callable[[int], Browser], visit: Visit, people: int) -> float:
    """Return visits per second of so many people at once; a visit returns how often it counts."""

    async def run() -> float:
        browsers = [make(number) for number in range(people)]
        await asyncio.gather(*(visit(browser) for browser in browsers))
        start = perf_counter()
        return sum(await asyncio.gather(*(busy(browser, start) for browser in browsers)))

    async def busy(browser: Browser, start: float) -> float:
        browser.waited, count = 0.0, 0
        while perf_counter() - start < SECONDS:
            count += await visit(browser)
        return count / browser.waited

    return asyncio.run(run())


def compare(name: str, port: int, make: Callable[[int], Browser], visit: Visit) -> None:
    """Print the rate of a visit over that of the hello, side by side, at 1 and 16 people."""

    async def hello(browser: Browser) -> int:
        await browser.get("/")
        return 1

    with gunicorn("bench.hello:app", port + 1) as yardstick:
        asyncio.run(visits(make(0), visit, FIRST_VISITS))
        for people in PEOPLE:
            pairs = [
                (rate(lambda _n: Browser(yardstick), hello, people), rate(make, visit, people))
                for _round in range(ROUNDS)
            ]
            ratios = [ours / theirs for theirs, ours in pairs]
            theirs, ours = (median(column) for column in zip(*pairs, strict=True))
            quotient = f"{median(ratios):.3f} ({min(ratios):.3f}–{max(ratios):.3f})"
            print(f"{name}, {people:2} people: {ours:.1f}/s ÷ H {theirs:.1f}/s = {quotient}")
        theirs = cpu_milliseconds(Browser(yardstick), hello)
        ours = cpu_milliseconds(make(0), visit)
        print(f"{name}, processor: {ours:.2f} ms, H {theirs:.2f} ms")
