"""An old address of a cycle in a real browser: below a path, under the policy, without JavaScript too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Reader, View

OLD = "/cycles/lakeside-elementary/2025-01-fractions-again/"
NEW = "/cycles/lakeside-elementary/2025-01-number-lines-two-rooms/"


@pytest.mark.parametrize("javascript", [True, False])
def test_old_address_leads_on(visit: Reader, *, javascript: bool) -> None:
    page = visit(OLD, View(javascript=javascript))
    expect(page).to_have_url(re.compile(re.escape(NEW) + "$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
