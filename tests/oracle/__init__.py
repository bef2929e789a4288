"""An independent oracle: what a fixture must lead to, worked out without a line of the project's own code.

It is slow and plain on purpose. Numbers are exact fractions, so no rounding can decide a verdict.
"""

from __future__ import annotations
