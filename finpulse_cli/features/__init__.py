"""What a user does with a stack, one folder each."""
