"""The command `cycles`: single words for every chore.

Each module here whose name is a word is one command, and offers it as `command`. They are loaded when they
are asked for, so that one command does not pay for another. A command that is called like a word of Python
has a module with an underscore behind it: `import_`.
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
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        module = _modules().get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"{__name__}.{module}").command
        return command


def _modules() -> dict[str, str]:
    """The name of each command, and its module's."""
    names = (module.name for module in iter_modules(__path__))
    return {name.removesuffix("_"): name for name in names if not name.startswith("_")}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(coaching_cycles.__version__, prog_name="cycles")
def main() -> None:
    """Coaching-cycle portfolios: check records, explain findings, print the format."""


__all__ = ["main"]
