"""Stock splits: a price that opens at a whole fraction or multiple of the last one has not moved.

No feed here announces them, so they are told by the price alone: 2 for 1 and beyond, and the reverse, in whole numbers.
Smaller ones (3 for 2) are left out: as many shares lose a third of their worth overnight as are split so.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

RATIOS = (2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100)  # all that companies choose
NEARNESS = 0.04  # of a split's price to its whole ratio, as a logarithm: an ordinary night's move
_RATIOS = tuple(map(math.log, RATIOS))
_LEAST = _RATIOS[0] - NEARNESS
_SEEN_BY_THE_PROVIDER = 20  # per cent


def split_ratio(log_return: float, change_percent: Decimal | None) -> float:
    """Return the logarithm of the split in a move over a closed market; 0 where there is none.

    `change_percent` is the provider's own change of the day: it knows of splits, so where it gives the move as a real
    one there was none.
    """
    size = abs(log_return)
    if size < _LEAST or (change_percent is not None and abs(change_percent) > _SEEN_BY_THE_PROVIDER):
        return 0.0
    nearest = min(_RATIOS, key=lambda ratio: abs(size - ratio))
    return math.copysign(nearest, log_return) if abs(size - nearest) <= NEARNESS else 0.0
