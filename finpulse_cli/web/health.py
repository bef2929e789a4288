"""How a dashboard's server is told from any other."""

from __future__ import annotations

NAME = "finpulse-dashboard"
HEALTH_PATH = "/health"
