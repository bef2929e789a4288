"""`python -m finpulse_cli` is the same as `finpulse`."""

from __future__ import annotations

from finpulse_cli.main import run

if __name__ == "__main__":
    run()
