"""Readers: what the reading commands show."""
