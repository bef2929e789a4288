"""Every function of Trino: the same, rewritten, or refused with a word on what to use instead."""
