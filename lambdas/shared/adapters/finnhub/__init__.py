"""Finnhub: a pure parser of its quote, and the source that asks for it.

Wire facts that everything here rests on: numbers are JSON numbers; a refusal has its HTTP status; an unknown symbol
answers 200 with zeros; the reply names no symbol and no volume; outside the session the price is the official close.
"""
