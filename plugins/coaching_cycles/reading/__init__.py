"""Bytes → documents: files, YAML with places, front matter, and a portfolio's folder. Never raises."""
