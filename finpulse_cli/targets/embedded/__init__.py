"""The embedded target: MiniStack, a process on this machine."""
