"""A portfolio to take along: its numbers as tables, or all of it in one file that opens without a server."""
