"""Background processes of any kind: start, find, stop, health, locks and ports."""
