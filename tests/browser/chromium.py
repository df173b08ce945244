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

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    ViewportSize,
    WebError,
    WebSocket,
)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The last two are pages of the browser itself, for its address bar, that each window loads and nobody sees:
# a second of the processor's time. The others are what Playwright switches off, whose list this one replaces.
OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "Translate"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)

# No sandbox, because containers run as root; the rest keeps the browser from calling anyone on its own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    # Without tabs and buttons around a page: each window draws its own, and nobody sees them.
    "--kiosk",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(OFF)}",
    # Of V8's compilers the one for what runs long: a page here is left before that pays.
    "--js-flags=--no-turbofan",
    # There is nothing but this computer, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

Scheme = Literal["light", "dark"]


FORGET = (
    "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { /* an address without any */ } }"
)


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
    density: float = 1

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": 900 if self.width > 600 else 740}

    def __str__(self) -> str:
        return f"{self.scheme}-{self.width}{'' if self.javascript else '-noscript'}"


VIEWS = tuple(View(scheme, width) for scheme in get_args(Scheme) for width in (1280, 360))
ALL_VIEWS = (*VIEWS, *(View(view.scheme, view.width, javascript=False) for view in VIEWS))


@dataclass  # without slots: Playwright keeps its wrapper of a handler on the handler's object
class Guard:
    """Watches pages: remembers every request to another origin, with the errors of scripts.

    What a page's own policy refuses is remembered too: no ordinary use of a page may run into it. No request
    comes through (`FLAGS`), and nothing is intercepted, for that would keep the browser from caching what all
    pages share.
    """

    origin: str
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", self._note)
        context.on("weberror", self._note_error)
        context.on("console", self._note_policy)
        context.on("page", self._watch_sockets)

    def _is_foreign(self, url: str) -> bool:
        scheme = url.partition(":")[0]
        return scheme not in {"data", "blob", "about"} and not url.startswith(f"{self.origin}/")

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

    def _watch_sockets(self, page: Page) -> None:
        page.on("websocket", self._note_socket)

    def _note_socket(self, socket: WebSocket) -> None:
        self.complaints.append(f"socket opened: {socket.url}")


@dataclass
class Tab:
    """A page that tests have one after another."""

    view: View
    page: Page
    tools: CDPSession
    origin: str

    def clear(self) -> None:
        """Make it as new: nothing is stored, nothing is pressed, and there is no way back."""
        page, context = self.page, self.page.context
        for other in context.pages:
            if other is not page:
                other.close()
        page.unroute_all()
        context.unroute_all()
        page.evaluate(FORGET)
        page.goto("about:blank")
        # What a page keeps while it is left.
        self.tools.send("Storage.clearDataForOrigin", {"origin": self.origin, "storageTypes": "all"})
        self.tools.send("Page.resetNavigationHistory")
        context.clear_cookies()
        context.clear_permissions()
        page.mouse.move(-1, -1)
        page.emulate_media(media="null", color_scheme=self.view.scheme, reduced_motion="reduce")
        page.set_viewport_size(self.view.size)


class Tabs:
    """Tabs on one served site, kept from test to test: one for each view, more where a test has several.

    A fresh one costs as much as ten pages, since it has a process of its own and knows no file of the site.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.guard = Guard("/".join(url.split("/")[:3]))
        self._browser = browser
        self._idle: list[Tab] = []

    def take(self, view: View) -> Tab:
        """A tab as new; nobody else has it until it is given back."""
        for tab in self._idle:
            if tab.view == view:
                self._idle.remove(tab)
                return tab
        context = self._browser.new_context(
            base_url=self.url,
            color_scheme=view.scheme,
            viewport=view.size,
            device_scale_factor=view.density,
            java_script_enabled=view.javascript,
            reduced_motion="reduce",  # a colour caught half-way through a transition fails contrast by chance
            service_workers="block",
            locale="en-US",
        )
        self.guard.watch(context)
        page = context.new_page()
        return Tab(view, page, context.new_cdp_session(page), self.guard.origin)

    def give_back(self, tab: Tab) -> None:
        """Take in what the browser still had to tell of it, and keep it for the next test."""
        if tab.page.is_closed():
            tab.page.context.close()
        else:
            tab.clear()
            self._idle.append(tab)

    def close(self) -> None:
        for tab in self._idle:
            tab.page.context.close()


class Reader:
    """Opens pages of one served site, each time in a tab of its own."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self._lent: list[Tab] = []

    def __call__(self, address: str = "/", view: View | None = None) -> Page:
        """Open an address of the site (`/cycles/`; its sub-path is added) and wait until it has loaded."""
        return go(self.tab(view), address)

    def tab(self, view: View | None = None) -> Page:
        """An empty page, to `go` to several addresses with."""
        self._lent.append(self._tabs.take(view or View()))
        return self._lent[-1].page

    def close(self) -> None:
        while self._lent:
            self._tabs.give_back(self._lent.pop())


def go(page: Page, address: str) -> Page:
    """Open another address of the site, and wait until it has loaded."""
    page.goto(address.lstrip("/"), wait_until="load")
    return page


def follow(link: Locator) -> None:
    """Click a link, and wait until its page has loaded: the heading is there before the scripts have run."""
    with link.page.expect_event("load"):
        link.click()


@contextmanager
def keep_tabs(browser: Browser, url: str) -> Iterator[Tabs]:
    """Tabs for the tests of the site at `url` (ending in `/`)."""
    tabs = Tabs(browser, url)
    yield tabs
    tabs.close()


@contextmanager
def lend(tabs: Tabs) -> Iterator[Reader]:
    """What one test opens pages with; it fails where the guard has complaints."""
    tabs.guard.complaints.clear()
    reader = Reader(tabs)
    try:
        yield reader
    finally:
        reader.close()
    assert tabs.guard.complaints == []
