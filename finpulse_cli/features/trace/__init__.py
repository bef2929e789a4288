"""One event followed through the pipeline, step by step."""

from __future__ import annotations
