"""Text that is written for an author: the one canonical form of every file of a portfolio."""
