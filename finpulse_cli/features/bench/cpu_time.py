"""CPU seconds that an emulator and the functions it runs have used so far."""

from __future__ import annotations

from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class CpuTime:
    """CPU seconds: of the emulator's process, and of the processes it started, ended ones included."""

    emulator: float = 0.0
    functions: float = 0.0

    def since(self, before: CpuTime) -> CpuTime:
        """Return what was used from `before` until now."""
        return CpuTime(self.emulator - before.emulator, self.functions - before.functions)


def cpu_time(pid: int) -> CpuTime:
    """Return what the process with this number, and its children, have used."""
    process = psutil.Process(pid)
    own = process.cpu_times()
    children = own.children_user + own.children_system
    for child in process.children(recursive=True):
        try:
            used = child.cpu_times()
        except psutil.Error:  # ended since it was listed
            continue
        children += used.user + used.system
    return CpuTime(own.user + own.system, children)


def resident_megabytes(pid: int) -> float:
    """Return the memory that the process holds, in MB."""
    return float(psutil.Process(pid).memory_info().rss) / 1e6
