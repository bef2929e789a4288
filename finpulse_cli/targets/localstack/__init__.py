"""LocalStack: where it answers, how it is started, and what it can do."""

from __future__ import annotations
