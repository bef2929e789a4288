"""Parameters of the detector `multiscale`, made by `python -m scripts.train_multiscale`; do not edit.

Trained on
- STOCK and MARKET: the first 11 days of sampleOneMinuteData of the R package highfrequency, put on days of 2019
- AAPL, 1170 bars, 2019-02-11 to 2019-02-13
- MARKET, 4290 bars, 2019-03-04 to 2019-03-18
- MSFT, 1170 bars, 2019-02-11 to 2019-02-13
- STOCK, 4290 bars, 2019-03-04 to 2019-03-18
"""

VERSION = 1
# volatility of the 13 half-hours of a regular session, the mean of their squares being 1
PATTERN = (
    1.877, 1.358, 1.194, 1.023, 0.955, 0.74, 0.758,
    0.653, 0.653, 0.697, 0.681, 0.703, 0.911,
)  # fmt: skip
