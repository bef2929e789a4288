"""Log lines of a Lambda function for people: the JSON line of a batch, Lambda's own lines, and everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rich.text import Text

from finpulse_cli.features.tail.cells import printable

_FRAME = re.compile(r"(START|END) RequestId: \S+")
_REPORT = re.compile(r"REPORT RequestId: .*?\tDuration: ([\d.]+ ms)\t")
_FAILURE = re.compile(r"\[ERROR\]|Traceback \(most recent|Task timed out|^\w*(Error|Exception):")
_NAMES = {"QuarantinedRecords": "quarantined", "FailedPushes": "failed"}
_LEFT_OUT = ("_aws", "Consumer", "function")  # metric definitions, and the name of the function whose log this is
_NOTABLE = ("anomalies", "alerts", "quarantined", "failed")


def is_frame(message: str) -> bool:
    """Return whether this is one of Lambda's lines around an invocation that say nothing but its id."""
    return bool(_FRAME.match(message))


def log_text(message: str) -> Text:
    """Make a log message readable: facts of a JSON line, the duration of a REPORT, else the text itself."""
    report = _REPORT.match(message)
    if report:
        return Text(f"took {report[1]}", style="dim")
    facts = json_of(message)
    if facts is not None:
        return _facts(facts)
    text = Text("\n").join(Text(printable(line)) for line in message.expandtabs(4).split("\n"))
    text.stylize("red" if _FAILURE.search(message) else "")
    return text


def json_of(message: str) -> Mapping[str, object] | None:
    """Return the object of a JSON line, else None."""
    try:
        value = json.loads(message)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _facts(facts: Mapping[str, object]) -> Text:
    """Write `records 200  anomalies 2`: in the order they were written; what is zero or empty is left out."""
    parts = [
        Text(f"{printable(_NAMES.get(name, name))} ", style="dim").append(_value(value), style=_style(name))
        for name, value in facts.items()
        if name not in _LEFT_OUT and value
    ]
    return Text("  ").join(parts)


def _value(value: object) -> str:
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _style(name: str) -> str:
    return "bold yellow" if _NAMES.get(name, name) in _NOTABLE else "default"
