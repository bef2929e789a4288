"""Health of a stack: its parts, consumer lag, capabilities."""
