"""What the stand-ins for quote providers share: the market that plays, what goes wrong, the server."""
