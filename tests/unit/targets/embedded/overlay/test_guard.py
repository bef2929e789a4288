"""An emulator that is not the expected one is refused before it starts."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

from finpulse_cli.targets.embedded.ministack import REQUIREMENT
from finpulse_cli.targets.embedded.overlay.guard import EXPECTED, ChangedError, fingerprint, require_expected
from tests.outside import PYTHON

pytestmark = pytest.mark.starts_programs(PYTHON)


def test_the_pinned_emulator_is_accepted() -> None:
    require_expected()


def test_what_the_overlay_replaces_is_watched() -> None:
    watched = {name.removeprefix("services.") for name in EXPECTED}
    assert {"firehose._deliver_records_to_s3", "athena._run_duckdb", "s3._get_object_data"} <= watched
    assert {"athena._execute_query", "athena._stop_query_execution"} <= watched


def test_another_version_is_refused_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _name: "1.6.0")
    with pytest.raises(ChangedError, match=r"MiniStack 1\.6\.0 is installed.*pip install"):
        require_expected()


def test_a_changed_function_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXPECTED, "services.firehose._deliver_records_to_s3", "0" * 16)
    with pytest.raises(ChangedError, match=r"services\.firehose\._deliver_records_to_s3 changed.*pip install"):
        require_expected()


@pytest.mark.parametrize("name", ["services.firehose._no_such_function", "no_such_module.thing"])
def test_what_is_gone_has_no_fingerprint(name: str) -> None:
    assert fingerprint(name) is None


def test_the_emulator_does_not_start_and_says_why() -> None:
    program = (
        "from finpulse_cli.targets.embedded.overlay import guard, start\n"
        "guard.EXPECTED['app.main'] = 'different'\n"
        "start.main()\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "error: MiniStack" in done.stderr
    assert "app.main changed" in done.stderr
    assert REQUIREMENT in done.stderr
