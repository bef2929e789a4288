"""SQL over the lake from the command line."""
