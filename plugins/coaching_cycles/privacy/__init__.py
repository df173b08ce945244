"""Audiences and policies: the only door from a cycle to anything that is published."""
