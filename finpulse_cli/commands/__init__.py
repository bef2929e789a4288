"""One file a command: read the arguments, make one call, show the result."""

from __future__ import annotations
