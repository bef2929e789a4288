"""What a user does about alerts: keep them back, see what became of them, try the ways they go."""

from __future__ import annotations
