"""Chromium: where it is, how it is started, and pages that are watched while a test looks at them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urljoin

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Route,
    WebError,
    WebSocketRoute,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# No sandbox, because containers run as root; the rest keeps the browser from calling anyone on its own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Scheme = Literal["light", "dark"]


class NoChromiumError(Exception):
    """There is no browser to test with; the message says what was tried."""


def find_chromium(playwright: Playwright) -> str:
    """The path of a Chromium: $CHROMIUM, else one on the PATH, else Playwright's own (fetched if need be).

    Raises:
        NoChromiumError: none of these is there.
    """
    if named := os.environ.get("CHROMIUM"):
        if path := shutil.which(named):
            return path
        raise NoChromiumError(f"CHROMIUM={named} cannot be run")
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = Path(playwright.chromium.executable_path)
    if not own.exists():
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        try:
            done = subprocess.run(install, capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired as late:
            raise NoChromiumError("no Chromium on the PATH; `playwright install` took too long") from late
        if done.returncode or not own.exists():
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
            raise NoChromiumError(f"no Chromium on the PATH, and `playwright install` failed: {last[0]}")
    return str(own)


@dataclass(frozen=True, slots=True)
class View:
    """How a reader looks at the site: colour scheme, width in CSS pixels, with or without JavaScript."""

    scheme: Scheme = "light"
    width: int = 1280
    javascript: bool = True

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}{'' if self.javascript else '-noscript'}"


VIEWS = tuple(View(scheme, width) for scheme in get_args(Scheme) for width in (1280, 360))
ALL_VIEWS = (*VIEWS, *(View(view.scheme, view.width, javascript=False) for view in VIEWS))


@dataclass  # without slots: Playwright keeps its wrapper of a handler on the handler's object
class Guard:
    """Watches pages: stops every request to another origin and remembers it, with the errors of scripts.

    What a page's own policy refuses is remembered too: no ordinary use of a page may run into it.
    """

    origin: str
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.route("**/*", self._judge)
        # What interception never sees (the second leg of a redirect) still shows here.
        context.on("request", self._note)
        context.on("weberror", self._note_error)
        context.on("console", self._note_policy)
        context.route_web_socket("**/*", self._refuse)

    def _is_foreign(self, url: str) -> bool:
        scheme = url.partition(":")[0]
        return scheme not in {"data", "blob", "about"} and not url.startswith(f"{self.origin}/")

    def _judge(self, route: Route) -> None:
        if self._is_foreign(route.request.url):
            route.abort()
        else:
            route.continue_()

    def _note(self, request: Request) -> None:
        if self._is_foreign(request.url):
            self.complaints.append(f"request to another origin: {request.url}")

    def _note_error(self, error: WebError) -> None:
        where = error.page.url if error.page else self.origin
        self.complaints.append(f"script failed on {where}: {error.error}")

    def _note_policy(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            where = message.page.url if message.page else self.origin
            self.complaints.append(f"refused by the policy of {where}: {message.text}")

    def _refuse(self, socket: WebSocketRoute) -> None:
        # Not connecting it to a server is what stops it.
        self.complaints.append(f"socket opened: {socket.url}")


class Reader:
    """Opens pages of one served site in fresh browser contexts."""

    def __init__(self, browser: Browser, base_url: str, guard: Guard) -> None:
        self._browser = browser
        self._base_url = base_url
        self._guard = guard
        self._contexts: list[BrowserContext] = []

    def __call__(self, address: str = "/", view: View | None = None) -> Page:
        """Open an address of the site (`/cycles/`; its sub-path is added) and wait until it has loaded."""
        view = view or View()
        context = self._browser.new_context(
            color_scheme=view.scheme,
            viewport={"width": view.width, "height": 900 if view.width > 600 else 740},
            java_script_enabled=view.javascript,
            reduced_motion="reduce",  # a colour caught half-way through a transition fails contrast by chance
            service_workers="block",
            locale="en-US",
        )
        self._contexts.append(context)
        self._guard.watch(context)
        page = context.new_page()
        page.goto(urljoin(self._base_url, address.lstrip("/")), wait_until="load")
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def open_reader(browser: Browser, base_url: str) -> Iterator[tuple[Reader, Guard]]:
    """A reader of the site at `base_url` (ending in `/`), and the guard that watches it."""
    guard = Guard("/".join(base_url.split("/")[:3]))
    reader = Reader(browser, base_url, guard)
    try:
        yield reader, guard
    finally:
        reader.close()
