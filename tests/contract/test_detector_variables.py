"""What Terraform takes for detectors is what the function reads, and neither takes what the other refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lambdas.shared.domain.detectors.roster_text import roster_of

TERRAFORM = shutil.which("terraform") or shutil.which("tofu")
VARIABLES = Path(__file__).resolve().parents[2] / "terraform" / "variables_detectors.tf"

pytestmark = [
    pytest.mark.starts_programs("terraform", "tofu"),
    pytest.mark.skipif(TERRAFORM is None, reason="needs Terraform or OpenTofu"),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root module of these variables alone, which needs no provider."""
    folder = tmp_path_factory.mktemp("root")
    shutil.copy(VARIABLES, folder)
    (folder / "outputs.tf").write_text('output "text" {\n  value = local.detectors\n}\n', encoding="utf-8")
    return folder


def applied(root: Path, **variables: Any) -> str:
    """The text that the function would get; CalledProcessError with Terraform's words where a variable is refused."""
    state = root / "state.json"
    state.unlink(missing_ok=True)
    own = {f"TF_VAR_{name}": json.dumps(value) for name, value in variables.items()}
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), "TF_CLI_CONFIG_FILE": os.devnull, **own}
    command = [str(TERRAFORM), "apply", "-auto-approve", "-input=false", "-no-color", f"-state={state}"]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True)
    outputs: dict[str, Any] = json.loads(state.read_text(encoding="utf-8"))["outputs"]
    return str(outputs["text"]["value"])


def test_a_stack_that_says_nothing_has_zscore_alone(root: Path) -> None:
    text = applied(root)
    assert json.loads(text) == {"detectors": ["zscore"], "settings": {}, "symbols": {}}
    (duty,) = roster_of(text, timedelta(minutes=15)).of("AAPL")
    assert (duty.detector.name, duty.cooldown) == ("zscore", timedelta(minutes=15))


def test_what_is_said_arrives(root: Path) -> None:
    text = applied(
        root,
        detectors=["zscore", "calibrated"],
        symbol_detectors={"BRK.B": ["multiscale"]},
        detector_settings={
            "zscore": {"window": 240, "anomaly_above": 2.75, "high_above": 4},
            "calibrated": {"alerts_per_day": 0.5},
            "^GSPC/calibrated": {"cooldown_minutes": 1440},
        },
    )
    assert json.loads(text)["settings"]["zscore"] == {"window": 240, "anomaly_above": 2.75, "high_above": 4}
    roster = roster_of(text, timedelta(minutes=15))
    names = {symbol: [duty.detector.name for duty in roster.of(symbol)] for symbol in ("AAPL", "BRK.B", "^GSPC")}
    assert names == {"AAPL": ["zscore", "calibrated"], "BRK.B": ["multiscale"], "^GSPC": ["zscore", "calibrated"]}
    assert roster.of("^GSPC")[1].cooldown == timedelta(days=1)


REFUSED: list[dict[str, Any]] = [
    {"detectors": []},
    {"detectors": ["zscore", "zscore"]},
    {"detectors": ["oracle"]},
    {"symbol_detectors": {"tsla": ["zscore"]}},
    {"symbol_detectors": {"TSLA": []}},
    {"symbol_detectors": {"TSLA": ["oracle"]}},
    {"detector_settings": {"oracle": {}}},
    {"detector_settings": {"tsla/zscore": {}}},
    {"detector_settings": {"zscore": {"window": 9}}},
    {"detector_settings": {"zscore": {"window": 30.5}}},
    {"detector_settings": {"calibrated": {"window": 30}}},
    {"detector_settings": {"zscore": {"anomaly_above": 3}}},
    {"detector_settings": {"TSLA/multiscale": {"anomaly_above": 3, "high_above": 2}}},
    {"detector_settings": {"calibrated": {"anomaly_above": 3, "high_above": 4}}},
    {"detector_settings": {"zscore": {"alerts_per_day": 1}}},
    {"detector_settings": {"calibrated": {"alerts_per_day": 7.9}}},
    {"detector_settings": {"calibrated": {"cooldown_minutes": 1441}}},
    {"detector_settings": {"calibrated": {"cooldown_minutes": 0.5}}},
]
MEMBER = {"detectors": "detectors", "symbol_detectors": "symbols", "detector_settings": "settings"}


@pytest.mark.parametrize("variables", REFUSED)
def test_both_refuse_what_cannot_be(root: Path, variables: dict[str, Any]) -> None:
    every = {"detectors": ["zscore", "multiscale", "calibrated"]} | variables
    with pytest.raises(subprocess.CalledProcessError) as raised:
        applied(root, **every)
    assert "Invalid value for variable" in raised.value.stderr
    text = json.dumps({MEMBER[name]: value for name, value in every.items()})
    with pytest.raises(ValueError):  # noqa: PT011  # which of them, tests of roster_text say
        roster_of(text, timedelta(minutes=15))


def test_more_than_a_functions_environment_takes_is_refused(root: Path) -> None:
    many = {f"S{number}/zscore": {"window": 60, "cooldown_minutes": 30} for number in range(60)}
    with pytest.raises(subprocess.CalledProcessError) as raised:
        applied(root, detector_settings=many)
    assert "Lambda takes 4 KB" in " ".join(raised.value.stderr.split())
