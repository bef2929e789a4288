"""Bad records in quarantine: looked at one by one, and sent back through the stream."""

from __future__ import annotations
