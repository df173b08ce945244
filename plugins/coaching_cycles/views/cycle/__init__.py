"""The page of a cycle, the heart of the site."""

from coaching_cycles.views.cycle.page import assets, jobs, pages

__all__ = ["assets", "jobs", "pages"]
