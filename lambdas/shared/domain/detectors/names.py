"""What the detectors are called, wherever an anomaly says whose it is."""

from __future__ import annotations

ZSCORE = "zscore"
MULTISCALE = "multiscale"
CALIBRATED = "calibrated"
NAMES = (ZSCORE, MULTISCALE, CALIBRATED)
