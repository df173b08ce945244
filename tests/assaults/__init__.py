"""Attacks by files: a table of what is laid down and what must be found, and the one harness that runs it.

`attack.py` is what a row of the table says, `running.py` lays its files into a small portfolio and measures
each door in a child of its own; all other modules are the table.
"""
