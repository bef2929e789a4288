"""What the LocalStack that answers can really do: each capability is tried on it, none is read off a version."""

from __future__ import annotations
