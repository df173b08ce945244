"""A standard's page in a browser: targets can be copied with a script and selected without one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import Reader, View

STANDARD = "/standards/ccss-ela/rh-11-12-3/"


def test_a_target_is_copied_and_the_copy_is_said(visit: Reader) -> None:
    page = visit(STANDARD)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    target = page.locator(".cc-unpacked__text").first
    button = page.get_by_role("button", name="Copy " + target.inner_text())
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_have_count(1)
    expect(button).to_have_count(0)  # it says "Copied." for a moment
    assert page.evaluate("navigator.clipboard.readText()") == target.inner_text()


def test_without_a_script_there_is_text_and_no_dead_button(visit: Reader) -> None:
    page = visit(STANDARD, View(javascript=False))
    expect(page.locator(".cc-unpacked__text").first).to_be_visible()
    assert page.locator(".cc-unpacked__text").count() > 1
    assert page.locator(".cc-unpacked button").count() == 0
    page = visit(STANDARD)
    assert (
        page.locator(".cc-unpacked__text").count() == page.locator(".cc-unpacked button:visible").count() > 1
    )


def test_targets_that_are_alike_stand_side_by_side(visit: Reader) -> None:
    row = visit(STANDARD).locator("li.cc-unpacked__row").first.locator(".cc-unpacked__cell")
    one, other = row.nth(0).bounding_box(), row.nth(1).bounding_box()
    assert one is not None
    assert other is not None
    assert one["y"] == other["y"]
    assert one["x"] + one["width"] < other["x"]
    narrow = visit(STANDARD, View(width=360)).locator("li.cc-unpacked__row").first
    tops = [cell.bounding_box() for cell in narrow.locator(".cc-unpacked__cell").all()]
    assert len({box["x"] for box in tops if box is not None}) == 1
