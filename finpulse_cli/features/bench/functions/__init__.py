"""Handlers that `finpulse bench stream` deploys beside the real ones; each file goes into a zip by itself."""
