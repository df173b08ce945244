"""Priorities and standards as maps: what has cycles when and where, and what has none."""

from coaching_cycles.views.focus.page import pages

__all__ = ["pages"]
