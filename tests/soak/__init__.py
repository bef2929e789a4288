"""Long runs against a real sandbox, outside CI: `make chaos`."""
