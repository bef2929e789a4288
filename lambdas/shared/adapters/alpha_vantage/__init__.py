"""Alpha Vantage: pure parsers of its replies, and the HTTP edge that fetches them.

Wire facts that everything here rests on: every reply, errors too, comes with status 200; every number is a text;
some error replies echo the API key.
"""
