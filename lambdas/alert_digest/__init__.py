"""Tells in one message what a silence or the quiet hours held, once they are over."""
