"""The edit loop: what a change of a file leads to, done while the sandbox goes on."""
