"""The deployed stack: its outputs, clients, endpoints and health, and how it is packaged."""
