"""The ground that every room stands on: errors, settings, paths, console; imports nothing of ours."""
