"""Recorded Alpha Vantage replies, sent through the real stream and followed to the tables."""
