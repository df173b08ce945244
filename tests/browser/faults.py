"""axe-core, asked about a page in light and in dark, and never twice what must have the same answer."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.2 AA is the promise; best practices are axe's own advice, and kept too.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Two rules hang on colours. `link-in-text-block` is soon answered. `color-contrast` takes two thirds of the
# time that all rules take, and its answer hangs on what a text looks like alone: its own colour and size, and
# whatever it and all that it stands in put behind it. A look that axe has let pass, on whatever page, is not
# asked about again; one that axe could not tell is asked about each time.
LOOK = """
const memo = new Map();
const behind = node => {
  if (!node) return "";
  if (!memo.has(node)) {
    const own = getComputedStyle(node), text = [own.backgroundColor, own.backgroundImage, own.backgroundClip,
      own.opacity, own.filter, own.backdropFilter, own.mixBlendMode, own.position, own.zIndex,
      getComputedStyle(node, "::before").content, getComputedStyle(node, "::after").content].join(" ");
    const nothing = "rgba(0, 0, 0, 0) none border-box 1 none none normal static auto none none";
    memo.set(node, behind(node.parentElement) + (text === nothing ? "" : `/${text}`));
  }
  return memo.get(node);
};
const look = node => {
  const own = getComputedStyle(node);
  return [node.localName, own.color, own.fill, own.webkitTextFillColor, own.webkitTextStroke, own.textShadow,
    own.fontSize, own.fontWeight, node.matches(":disabled"), behind(node)].join(" ");
};
const written = node => node.matches("input, select, textarea")
  || [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
"""
ASK = f"""async ([tags, part, proved]) => {{
  {LOOK}
  const visible = [...document.querySelectorAll("*")].filter(
    node => node.checkVisibility({{visibilityProperty: true}}));
  const faults = [];
  const ask = async (context, options) => {{
    const found = await axe.run(context, options);
    faults.push(...found.violations.flatMap(rule => rule.nodes.map(
      node => `${{rule.id}} (${{rule.impact}}) at ${{node.target.join(" ")}}: ${{node.failureSummary}}`)));
    return found;
  }};
  const rules = {{"color-contrast": {{enabled: false}}}};
  const rest = {{runOnly: tags, resultTypes: ["violations"], rules}};
  if (part === "whole") {{
    await ask(document, rest);
    window.ccAsked = new WeakSet(visible);
  }} else {{
    const other = visible.filter(node => !window.ccAsked.has(node));
    const outer = other.filter(node => !other.includes(node.parentElement));
    if (outer.length) await ask({{include: outer}}, rest);
    await ask(document, {{runOnly: {{type: "rule", values: ["link-in-text-block"]}}}});
  }}
  const known = new Set(proved);
  const unknown = visible.filter(node => written(node) && !known.has(look(node)));
  const passed = new Set();
  if (unknown.length) {{
    const found = await ask({{include: unknown}}, {{
      runOnly: {{type: "rule", values: ["color-contrast"]}}, elementRef: true}});
    for (const {{nodes}} of found.passes) for (const {{element}} of nodes) passed.add(look(element));
    for (const {{nodes}} of [...found.violations, ...found.incomplete])
      for (const {{element}} of nodes) passed.delete(look(element));
  }}
  const root = document.documentElement, ink = getComputedStyle(document.body);
  return {{faults, passed: [...passed], colours: [ink.color, ink.backgroundColor].join(" on "),
    size: [root.scrollWidth, root.scrollHeight]}};
}}"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


class Axe:
    """Lists what axe-core finds on a page as it stands: one line for each element that breaks a rule.

    First all rules, in the colours that the page has; then, on the same page, what can differ in the others:
    all rules for what shows in these alone, and the rules about colours. The page must really change its
    colours, and nothing else: then it fits in both where it fits in one.
    """

    def __init__(self) -> None:
        self._proved: set[str] = set()

    def __call__(self, page: Page) -> list[str]:
        page.evaluate(AXE_SCRIPT)
        first = self._ask(page, "whole")
        dark = page.evaluate(IS_DARK)
        page.emulate_media(color_scheme="light" if dark else "dark")
        page.evaluate(DRAWN)
        second = self._ask(page, "colours")
        page.emulate_media(color_scheme="dark" if dark else "light")
        faults = [*first["faults"], *second["faults"]]
        if first["colours"] == second["colours"]:
            faults.append(f"no-dark: {first['colours']} in light and in dark")
        if first["size"] != second["size"]:
            faults.append(f"layout: {first['size']}, and {second['size']} in the other colours")
        return faults

    def _ask(self, page: Page, part: Literal["whole", "colours"]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = page.evaluate(ASK, [TAGS, part, sorted(self._proved)])
        self._proved.update(found["passed"])
        return found
