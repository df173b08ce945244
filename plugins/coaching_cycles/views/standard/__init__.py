"""Standards: the list, a tree for each framework, the page of each standard."""

from coaching_cycles.views.standard.page import jobs, pages

__all__ = ["jobs", "pages"]
