"""How a gateway is told from any other server."""

from __future__ import annotations

NAME = "finpulse-gateway"
HEALTH_PATH = "/_finpulse/health"
