"""The command `cycles`: single words for every chore.

Each module here whose name is a word is one command, and offers it as `command`. They are loaded when they
are asked for, so that one command does not pay for another.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import click

import coaching_cycles


class _Commands(click.Group):
    """The modules of this package as commands, in the order of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(coaching_cycles.__version__, prog_name="cycles")
def main() -> None:
    """Coaching-cycle portfolios: check records, explain findings, print the format."""


__all__ = ["main"]
