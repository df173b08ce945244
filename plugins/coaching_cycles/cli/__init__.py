"""The command `cycles`: single words for every chore."""

from coaching_cycles.cli.commands import main

__all__ = ["main"]
