"""What machines read: JSON, CSV, the feed, and the facts in a page's head."""

from coaching_cycles.views.data.files import assets, jobs
from coaching_cycles.views.data.records import FIELDS
from coaching_cycles.views.data.spreadsheet import COLUMNS

__all__ = ["COLUMNS", "FIELDS", "assets", "jobs"]
