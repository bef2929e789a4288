"""Long runs that look for what seldom happens; not part of `make test`."""
