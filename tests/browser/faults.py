"""axe-core, asked about a page in light and in dark, and never twice what must have the same answer."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.2 AA is the promise; best practices are axe's own advice, and kept too.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Two rules hang on colours, and would take two thirds of the time that all rules take. The answer of
# `color-contrast` hangs on what a text looks like alone: its own colour and size, and whatever it and all
# that it stands in put behind it; that of `link-in-text-block` on what a link and all up to its block look
# like. Of a new look three are asked about, and all others unless these pass. A look that has passed, on
# whatever page, is not asked about again; one that axe could not tell, or left out, is asked about each time.
# The letters of a drawing it never tells, so they are not asked about (test_fixtures.py holds it to that;
# test_adapter_pieces.py compares their colours).
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
const drawn = node => {
  const own = getComputedStyle(node);
  return [look(node), own.display, own.fontFamily, own.fontStyle, own.textDecoration, own.borderTop,
    own.borderBottom, own.outline].join(" ");
};
const inBlock = node => !node || /^(block|list-item|table|flex|grid|inline-block)/.test(
  getComputedStyle(node).display) ? node && drawn(node) : `${drawn(node)} in ${inBlock(node.parentElement)}`;
const written = node => node.matches("input, select, textarea") || !node.ownerSVGElement
  && [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
const three = nodes => [...new Set([nodes[0], nodes[nodes.length >> 1], nodes[nodes.length - 1]])];
"""
# A run costs before the first rule is asked, since axe makes its own picture of the page: so there is one for
# all rules, with marks on what these two are about. Selectors and summaries are made of faults alone.
ASK = f"""async ([tags, part, proved, doubted]) => {{
  {LOOK}
  const visible = [...document.querySelectorAll("*")].filter(
    node => node.checkVisibility({{visibilityProperty: true}}));
  const lookOf = {{
    "color-contrast": node => written(node) && `text ${{look(node)}}`,
    "link-in-text-block": node => node.matches("a[href], [role=link]") && `link ${{inBlock(node)}}`,
  }};
  const coloured = Object.keys(lookOf), markOf = id => `data-cc-${{id}}`;
  axe.configure({{rules: coloured.map(id => ({{id, selector: `[${{markOf(id)}}]`}}))}});
  const faults = [], passed = new Set(), broken = new Set();
  const proven = new Set(proved), doubtful = new Set(doubted), looks = new Map();
  for (const id of coloured) for (const node of visible) {{
    const own = lookOf[id](node);
    if (!own || proven.has(own)) continue;
    if (!looks.has(own)) looks.set(own, {{id, nodes: []}});
    looks.get(own).nodes.push(node);
  }}
  const take = ({{id, violations, passes, incomplete}}) => {{
    faults.push(...violations.map(({{node, impact, any, all, none}}) =>
      `${{id}} (${{impact}}) at ${{node.selector.join(" ")}}: `
      + [...any, ...all, ...none].map(check => check.message).join("; ")));
    if (!lookOf[id]) return;
    passes.forEach(({{node}}) => passed.add(lookOf[id](node.element)));
    violations.forEach(({{node}}) => broken.add(lookOf[id](node.element)));
    [...violations, ...incomplete].forEach(({{node}}) => passed.delete(lookOf[id](node.element)));
  }};
  const run = async (context, runOnly, asked = []) => {{
    asked.forEach(({{id, node}}) => node.setAttribute(markOf(id), ""));
    await axe.run(context, {{runOnly, reporter: (rules, _, done) => done(rules.forEach(take))}});
    asked.forEach(({{id, node}}) => node.removeAttribute(markOf(id)));
  }};
  const alone = {{type: "rule", values: coloured}};
  if (part === "colours") {{
    const other = visible.filter(node => !window.ccAsked.has(node));
    const outer = other.filter(node => !other.includes(node.parentElement));
    if (outer.length) await run({{include: outer}}, tags);
  }}
  window.ccAsked = new WeakSet(visible);
  const first = [], others = [];
  for (const [own, {{id, nodes}}] of looks) {{
    const some = doubtful.has(own) ? nodes : three(nodes);
    first.push(...some.map(node => ({{id, node}})));
    others.push(...nodes.filter(node => !some.includes(node)).map(node => ({{id, own, node}})));
  }}
  await run(document, part === "whole" ? tags : alone, first);
  const rest = others.filter(({{own}}) => !passed.has(own) && !broken.has(own));
  if (rest.length) await run(document, alone, rest);
  const root = document.documentElement, ink = getComputedStyle(document.body);
  return {{faults, passed: [...passed], doubted: [...looks.keys()].filter(own => !passed.has(own)),
    colours: [ink.color, ink.backgroundColor].join(" on "), size: [root.scrollWidth, root.scrollHeight]}};
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
        self._doubted: set[str] = set()

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
        found: dict[str, list[str]] = page.evaluate(
            ASK, [TAGS, part, sorted(self._proved), sorted(self._doubted)]
        )
        self._proved.update(found["passed"])
        self._doubted.update(found["doubted"])
        return found
