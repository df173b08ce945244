"""Records by way of GitHub: from an issue, from a table in the inbox, and what a change changes."""
