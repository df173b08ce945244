"""Schools, and the page of each."""

from coaching_cycles.views.school.page import pages

__all__ = ["pages"]
