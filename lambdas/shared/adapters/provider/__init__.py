"""What the adapters of quote providers share: the HTTP edge, the key, the spacing of calls, the reading of members.

Nothing here knows a provider's format; `docs/providers.md` says what an adapter adds.
"""
