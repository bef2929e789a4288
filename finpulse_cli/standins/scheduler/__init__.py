"""The Scheduler's work where the target's Scheduler only stores schedules and never fires."""

from __future__ import annotations
