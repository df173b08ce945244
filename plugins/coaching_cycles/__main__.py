"""`python -m coaching_cycles` is the command `cycles`."""

from coaching_cycles.cli import main

main()
