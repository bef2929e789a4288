"""FinPulse's command line: runs the market-data pipeline on a laptop or on AWS."""

from __future__ import annotations

import sys
from pathlib import Path

# The functions' package is called `lambdas`, as in their zips, which is no name to put into other people's
# environments. A wheel has it in here, first on the path of FinPulse's own processes; in a clone nothing is to be done.
_BUNDLED = str(Path(__file__).resolve().parent / "_stack")
if Path(_BUNDLED).is_dir() and _BUNDLED not in sys.path:
    sys.path.insert(0, _BUNDLED)
