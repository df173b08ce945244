"""The form that writes a record: its page, and the data that its script works on."""

from coaching_cycles.views.new.page import ADDRESS, assets, pages

__all__ = ["ADDRESS", "assets", "pages"]
