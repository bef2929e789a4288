"""The HTTP API where the target has none: HTTP in, Lambda invoked as API Gateway does, HTTP out."""

from __future__ import annotations
