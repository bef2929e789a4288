"""`python -m tests.oracle.write [FOLDER ...]` writes expected.json into each fixture folder, by default the shipped."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.oracle.expected import expected


def shipped() -> list[Path]:
    """The shipped fixture folders."""
    return sorted(file.parent for file in (Path(__file__).parents[2] / "fixtures").glob("*/fixture.json"))


def text_of(folder: Path) -> str:
    """The text of `folder`'s expected.json: one line an anomaly, so that a change of one is a change of one line."""
    content = expected(folder)
    anomalies = content.pop("anomalies")
    assert isinstance(anomalies, list)
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}," for key, value in content.items()]
    rows = ",\n".join(f"    {json.dumps(anomaly)}" for anomaly in anomalies)
    return "\n".join(["{", *lines, '  "anomalies": [' + (f"\n{rows}\n  ]" if rows else "]"), "}"]) + "\n"


def main(folders: list[str]) -> None:
    """Write and name the files."""
    for folder in [Path(name) for name in folders] or shipped():
        path = folder / "expected.json"
        path.write_bytes(text_of(folder).encode())
        sys.stderr.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
