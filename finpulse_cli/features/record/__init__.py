"""Capturing a provider's real replies into a fixture folder: within the day's budget, resumable, without the key."""
