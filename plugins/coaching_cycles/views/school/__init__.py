"""Schools, and the page of each."""

from coaching_cycles.views.school.page import jobs, pages

__all__ = ["jobs", "pages"]
