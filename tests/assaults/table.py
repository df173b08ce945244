"""The table of all attacks."""

from __future__ import annotations

from tests.assaults import bombs, frameworks, hosts, pictures, tables
from tests.assaults.attack import Attack

ATTACKS: tuple[Attack, ...] = tuple(
    one for module in (bombs, frameworks, tables, pictures, hosts) for one in module.attacks()
)
