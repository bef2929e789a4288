"""What a user writes after `--chaos`: faults, separated by commas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from finpulse_cli.core.errors import UsageError
from finpulse_cli.stack.fault_injection import SERVICES, Faults, Outage
from finpulse_cli.stack.progress import CONSUMERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMS = {
    "duplicate": "duplicate=5%",
    "reorder": "reorder=20",
    "late": "late=1%",
    "poison": "poison=1%",
    "burst": "burst",
    "throttle": "throttle=dynamodb:20%",
    "lost-answer": "lost-answer=dynamodb:5%",
    "outage": "outage=sns:30s",
    "redeliver": "redeliver=10%",
    "crash": "crash=anomaly_detector:after=100",
    "kill": "kill=emulator:after=500",
}
"""An example of each fault, by its name."""

MOST_OF_CALLS = 0.5
LONGEST_OUTAGE_SECONDS = 60
LONGEST_OUTAGE_CALLS = 30
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)%", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_OUTAGE = re.compile(r"([1-9]\d{0,3})(s?)", re.ASCII)
_AFTER = re.compile(r"after=([1-9]\d{0,5})", re.ASCII)


@dataclass(slots=True)
class Spec:
    """Faults as asked for: shares between 0 and 1, `reorder` a number of events, the rest by service or function.

    `kill` is after how many events the emulator is killed, 0 never.
    """

    text: str
    duplicate: float = 0.0
    reorder: int = 0
    late: float = 0.0
    poison: float = 0.0
    burst: bool = False
    redeliver: float = 0.0
    throttle: dict[str, float] = field(default_factory=dict)
    lost_answer: dict[str, float] = field(default_factory=dict)
    outage: dict[str, Outage] = field(default_factory=dict)
    crash: dict[str, int] = field(default_factory=dict)
    kill: int = 0

    def faults(self, seed: int, functions: Mapping[str, str]) -> Faults:
        """Return what the target is to inject; `functions` are its names by the stack's own."""
        crashes = {functions[name]: after for name, after in self.crash.items()}
        return Faults(seed, self.throttle, self.lost_answer, self.outage, self.redeliver, crashes)


def parse_spec(text: str) -> Spec:
    """Parse `duplicate=5%,crash=anomaly_detector:after=100`. Raises UsageError that names what is wrong."""
    spec = Spec(text)
    met: set[tuple[str, str]] = set()
    for part in text.split(","):
        name, equals, value = part.strip().partition("=")
        if name not in FORMS or bool(equals) != ("=" in FORMS[name]):
            _refuse(part)
        of_what = value.partition(":")[0] if ":" in FORMS[name] else ""
        if (name, of_what) in met:
            raise UsageError(f"--chaos names {name} twice: {part.strip()!r}", "name each fault once")
        met.add((name, of_what))
        _PARSERS[name](spec, part, value)
    return spec


def _share(part: str, value: str, most: float = 1.0) -> float:
    """Parse `5%`."""
    match = _SHARE.fullmatch(value)
    share = float(match[1]) / 100 if match else 0.0
    if not 0 < share <= most:
        _refuse(part, f"a share is above 0% and at most {most:.0%}")
    return share


def _of_service(part: str, value: str) -> tuple[str, str]:
    service, _, rest = value.partition(":")
    if service not in SERVICES:
        _refuse(part, f"the services that consumers call are {', '.join(SERVICES)}")
    return service, rest


def _duplicate(spec: Spec, part: str, value: str) -> None:
    spec.duplicate = _share(part, value)


def _late(spec: Spec, part: str, value: str) -> None:
    spec.late = _share(part, value)


def _poison(spec: Spec, part: str, value: str) -> None:
    spec.poison = _share(part, value)


def _redeliver(spec: Spec, part: str, value: str) -> None:
    spec.redeliver = _share(part, value, MOST_OF_CALLS)


def _burst(spec: Spec, _part: str, _value: str) -> None:
    spec.burst = True


def _reorder(spec: Spec, part: str, value: str) -> None:
    if not _COUNT.fullmatch(value):
        _refuse(part, "a window is a number of events")
    spec.reorder = int(value)


def _throttle(spec: Spec, part: str, value: str) -> None:
    service, share = _of_service(part, value)
    spec.throttle[service] = _share(part, share, MOST_OF_CALLS)


def _lost_answer(spec: Spec, part: str, value: str) -> None:
    service, share = _of_service(part, value)
    spec.lost_answer[service] = _share(part, share, MOST_OF_CALLS)


def _outage(spec: Spec, part: str, value: str) -> None:
    service, length = _of_service(part, value)
    match = _OUTAGE.fullmatch(length)
    if not match or int(match[1]) > (LONGEST_OUTAGE_SECONDS if match[2] else LONGEST_OUTAGE_CALLS):
        _refuse(part, f"an outage lasts up to {LONGEST_OUTAGE_SECONDS}s, or {LONGEST_OUTAGE_CALLS} calls")
    spec.outage[service] = Outage(seconds=float(match[1])) if match[2] else Outage(calls=int(match[1]))


def _crash(spec: Spec, part: str, value: str) -> None:
    function, _, rest = value.partition(":")
    match = _AFTER.fullmatch(rest)
    if function not in CONSUMERS or not match:
        _refuse(part, f"a crash is of {', '.join(CONSUMERS)}, after a number of records")
    spec.crash[function] = int(match[1])


def _kill(spec: Spec, part: str, value: str) -> None:
    what, _, rest = value.partition(":")
    match = _AFTER.fullmatch(rest)
    if what != "emulator" or not match:
        _refuse(part, "what is killed is the emulator, after a number of events")
    spec.kill = int(match[1])


def _refuse(part: str, why: str = "") -> NoReturn:
    reason = f": {why}" if why else ""
    raise UsageError(f"--chaos does not know {part.strip()!r}{reason}", f"the faults are {', '.join(FORMS.values())}")


_PARSERS: Mapping[str, Callable[[Spec, str, str], None]] = {
    "duplicate": _duplicate,
    "reorder": _reorder,
    "late": _late,
    "poison": _poison,
    "burst": _burst,
    "throttle": _throttle,
    "lost-answer": _lost_answer,
    "outage": _outage,
    "redeliver": _redeliver,
    "crash": _crash,
    "kill": _kill,
}
