"""Pages as somebody would give them who could change them: with something more in them, without a policy."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import BinaryIO

from playwright.sync_api import Browser, Page, Route

from tests.browser.serving import Handler

EVIL = "https://elsewhere.invalid"
"""Another site, which answers whatever it is asked for."""
INJECTED = {
    "inline": "<script>ran('inline')</script>",
    "module": "<script type=module>ran('module')</script>",
    "handler": "<img src=nothing alt='' onerror=ran('handler')>",
    "svg": "<svg onload=ran('svg')></svg>",
    "external": f"<script src={EVIL}/external.js></script>",
    "data": "<script src=\"data:text/javascript,ran('data')\"></script>",
    "link": "<a class=go href=\"javascript:ran('link')\">go</a>",
    "hover": "<p class=go onmouseover=ran('hover')>go</p>",
    "click": "<p class=go onclick=ran('click')>go</p>",
    "frame": "<iframe srcdoc=\"<script>parent.ran('frame')</script>\"></iframe>",
    "frame's address": "<iframe src=\"javascript:parent.ran('frame\\'s address')\"></iframe>",
    "form": "<form action=\"javascript:ran('form')\"><button class=go>go</button></form>",
    "toggle": "<details open ontoggle=ran('toggle')><summary>s</summary></details>",
    "focus": "<input autofocus onfocus=ran('focus') aria-label=x>",
    "animation": (
        "<svg><a xlink:href='#'>"
        "<animate attributeName=href from=\"javascript:ran('animation')\" to=x begin=0s />"
        "<text y=20 class=go>go</text></a></svg>"
    ),
}
"""Ways to run script, each with the name that it leaves; `go` is pointed at and clicked."""
LOADED = {
    "picture": f"<img alt='' src={EVIL}/picture.png>",
    "style": f"<link rel=stylesheet href={EVIL}/style.css>",
    "import": f"<style>@import '{EVIL}/import.css'</style>",
    "base": f"<base href={EVIL}/><img alt='' src=based.png>",
    "object": f"<object data={EVIL}/object></object>",
    "frame": f"<iframe src={EVIL}/frame></iframe>",
}
# What each of them asks for. A base makes one of an address on this site.
ASKED = {"/picture.png", "/style.css", "/import.css", "/based.png", "/object", "/frame"}
HEAD = re.compile(r'<meta http-equiv="(?P<kind>Content-Security-Policy|refresh)"[^>]*>')
HOOK = "window.__ran = []; window.ran = name => { window.__ran.push(name); };"


class Bare(Handler):
    """Pages without their policy; one that leads on stays, so that one can look."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix != ".html" or not page.is_file():
            return super().send_head()
        body = HEAD.sub("", page.read_text(encoding="utf-8")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


class Tampered:
    """Pages as a server would give them that somebody has put something into."""

    def __init__(self, browser: Browser, base: str, *, policy: bool) -> None:
        self.base, self.policy, self.added = base, policy, ""
        self.asked: set[str] = set()
        self.context = browser.new_context(service_workers="block")
        self.context.add_init_script(HOOK)
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()

    def _answer(self, route: Route) -> None:
        request = route.request
        if request.url.startswith(EVIL):
            self.asked.add(request.url.removeprefix(EVIL))
            route.fulfill(body="ran('external')", content_type="text/javascript")
        elif request.is_navigation_request() and request.url.startswith(self.base):
            answer = route.fetch()
            route.fulfill(response=answer, body=self._tamper(answer.text()))
        else:
            route.continue_()

    def _tamper(self, html: str) -> str:
        """Something more at the end of the body. A page that leads on stays, so that one can look."""
        kept = "Content-Security-Policy" if self.policy else ""
        html = HEAD.sub(lambda found: found[0] if found["kind"] == kept else "", html)
        return html.replace("</body>", f"{self.added}</body>")

    def open(self, address: str, added: dict[str, str]) -> Page:
        self.added = "".join(f"<div>{html}</div>" for html in added.values())
        self.asked.clear()
        self.page.goto(self.base + address.lstrip("/"), wait_until="load")
        return self.page

    def ran(self, address: str) -> set[str]:
        """What ran of all that can, when a reader also points at, clicks and sends what asks for it."""
        page = self.open(address, INJECTED)
        for event in ("mouseover", "click"):
            page.evaluate(
                "name => document.querySelectorAll('.go').forEach(node => "
                "node.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true})))",
                event,
            )
        # Twice round the event loop: scripts in addresses are run when all else is done.
        page.evaluate("() => new Promise(done => setTimeout(() => setTimeout(done, 50), 50))")
        found: list[str] = page.evaluate("window.__ran")
        return set(found)

    def loaded(self, address: str) -> set[str]:
        """What was asked of another site."""
        self.open(address, LOADED).wait_for_load_state("networkidle")
        return set(self.asked)
