"""Hosts: what puts the engine's pages into a site. Nothing in the package imports an adapter."""
