"""What a first apply leaves behind on the embedded target, kept in the repository so that nobody has to wait for it."""
