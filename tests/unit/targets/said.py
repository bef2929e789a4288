"""What was reported to the user."""

from __future__ import annotations


class Said(list[str]):
    """Takes the lines."""

    def __call__(self, line: str) -> None:
        """Take one line."""
        self.append(line)

    def has(self, words: str) -> bool:
        """Whether some line has these words."""
        return any(words in line for line in self)
