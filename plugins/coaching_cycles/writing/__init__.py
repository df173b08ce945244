"""Text that is written for an author: the one canonical form of every file, and changes of single values."""
