"""How good the detectors are, measured on a folder of recorded bars. docs/detectors.md has the protocol and results."""
