"""What the reading commands show: tables, queues, objects and stream records."""

from __future__ import annotations
