"""The search dialog of a page, as a reader uses it who waits for each answer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

STATUS, HITS = ".cc-search__status", ".cc-search__hits a"
NOTHING, LOADING = "No page matches.", "Loading the index…"


def answer(page: Page, act: Callable[[], None]) -> None:
    """Do what asks for something, and wait until its answer is there, whatever stood there before."""
    page.locator(STATUS).evaluate("node => node.textContent = ''")
    act()
    page.wait_for_function(
        "([status, ...waiting]) => !waiting.includes(document.querySelector(status).textContent)",
        arg=[STATUS, "", LOADING],
    )
