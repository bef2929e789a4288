"""One replay on two targets, compared item by item. docs/decisions/parity.md says how the two are made comparable."""
