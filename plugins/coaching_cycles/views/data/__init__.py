"""What machines read: JSON, CSV, the feed, and the facts in a page's head."""

from coaching_cycles.views.data.records import FIELDS, assets
from coaching_cycles.views.data.spreadsheet import COLUMNS

__all__ = ["COLUMNS", "FIELDS", "assets"]
