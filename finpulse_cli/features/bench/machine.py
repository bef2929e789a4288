"""The machine that figures are from, in a line."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil

_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Return processor, cores, memory, system, Python, and how busy it was the last minute."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, load {load:.1f}"
    )


def _processor() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
