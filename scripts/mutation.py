"""Changes the functions' code in small ways and sees whether a test notices: `make mutation`, not part of `make test`.

mutmut does it, in an environment of its own that sees the project's packages, on a copy of the tree below build/. A
run over everything takes hours; so a sample is drawn, by a seed that is told, as large as is asked for.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import sysconfig
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from finpulse_cli.core.paths import Project
from scripts.secret_scan import tracked_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MUTMUT = "mutmut==3.8.1"
ENVIRONMENT = ".venv-mutation"
WANTED = 0.9
SURVIVED, NO_TESTS = 0, 33  # mutmut's exit codes; any other is a change that was noticed
MUTATED = (
    "lambdas/shared/domain/*.py",
    "lambdas/price_processor/*.py",
    "lambdas/aggregator/*.py",
    "lambdas/anomaly_detector/*.py",
    "lambdas/push_fanout/*.py",
    "lambdas/push_gateway/*.py",
    "lambdas/alert_webhook/*.py",
    "lambdas/alert_digest/*.py",
    "lambdas/data_ingester/*.py",
)
# Tables of dates; and what puts a function together, which runs against the real services only.
NOT_MUTATED = ("lambdas/shared/domain/nyse_sessions.py", "*/wiring.py", "*/handler.py")
TESTS = (
    "tests/unit/lambdas/shared/domain",
    "tests/unit/lambdas/aggregator",
    "tests/unit/lambdas/anomaly_detector",
    "tests/unit/lambdas/price_processor",
    "tests/unit/lambdas/push_fanout",
    "tests/unit/lambdas/push_gateway",
    "tests/unit/lambdas/alert_webhook",
    "tests/unit/lambdas/alert_digest",
    "tests/unit/lambdas/data_ingester",
    "tests/property/test_consumers_against_oracle.py",
    "tests/property/test_arrival_order.py",
    "tests/property/test_zscore_against_oracle.py",
    "tests/property/test_alerts_go_out.py",
)
COPIED = ("lambdas/", "tests/", "finpulse_cli/", "fixtures/", "frontend/src/", "docs/", "scripts/", "terraform/")


def main() -> int:
    """Draw, run, tell; 1 where fewer were noticed than wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=500, help="how many changes; 0 for all there are")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="changes whose name begins so, such as lambdas.aggregator.")
    asked = parser.parse_args()
    root = Project.find(Path(__file__)).root
    tester, tree = prepared(root), copied(root)
    run(tester, tree, ["none of this name"])  # makes all changes, finds that none is meant, and ends
    names = drawn([name for name in results(tree) if name.startswith(asked.only)], asked.sample, asked.seed)
    tell(f"{len(names)} of {len(results(tree))} changes, seed {asked.seed}")
    run(tester, tree, names)
    found = {name: code for name, code in results(tree).items() if name in set(names) and code is not None}
    return conclude(found)


def prepared(root: Path) -> Path:
    """Return mutmut's program, installed beside the packages that the tests need."""
    home = root / ENVIRONMENT
    program = home / "bin" / "mutmut"
    if not program.exists():
        tell(f"setting up {ENVIRONMENT}")
        _check([sys.executable, "-m", "venv", str(home)], root)
        _check([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--quiet", MUTMUT], root)
        packages = _site_packages(home)
        # a path alone: what makes the project importable from elsewhere is not read from there
        (packages / "project.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return program


def copied(root: Path) -> Path:
    """Return a fresh copy of what the tests read, with mutmut's settings."""
    tree = root / "build" / "mutation"
    shutil.rmtree(tree, ignore_errors=True)
    for name in tracked_files(root):
        if name.startswith(COPIED) and (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, tree / name)
    settings = (root / "pyproject.toml").read_text(encoding="utf-8") + _settings()
    (tree / "pyproject.toml").write_text(settings, encoding="utf-8")
    return tree


def run(tester: Path, tree: Path, names: Sequence[str]) -> None:
    """Try these changes. What mutmut says goes to a log beside them."""
    with (tree / "mutmut.log").open("ab") as log:
        subprocess.run(  # noqa: S603 - a command of our own
            [str(tester), "run", "--max-children", "2", *names], cwd=tree, stdout=log, stderr=log, check=False
        )


def results(tree: Path) -> dict[str, int | None]:
    """Return mutmut's exit code by the name of each change; None for what was not tried."""
    found: dict[str, int | None] = {}
    for meta in sorted((tree / "mutants" / "lambdas").rglob("*.meta")):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def drawn(names: Sequence[str], number: int, seed: int) -> list[str]:
    """Return so many of the names, or all of them."""
    if not number or number >= len(names):
        return list(names)
    return sorted(Random(seed).sample(sorted(names), number))  # noqa: S311 - a choice, no secret


def conclude(found: Mapping[str, int | None]) -> int:
    """Tell the share that was noticed by file, and which were not."""
    files: dict[str, Counter[bool]] = {}
    for name, code in found.items():
        files.setdefault(module_of(name), Counter())[is_noticed(code)] += 1
    for module, counts in sorted(files.items()):
        tell(f"{counts[True]:5} of {counts.total():5}  {module}")
    for name in survivors(found):
        tell(f"  not noticed: {name}")
    noticed = sum(counts[True] for counts in files.values())
    share = noticed / len(found) if found else 0.0
    tell(f"{noticed} of {len(found)} changes were noticed, {share:.1%}; {WANTED:.0%} are wanted")
    return int(share < WANTED)


def is_noticed(code: int | None) -> bool:
    """Return whether a test failed, or hung, for a change."""
    return code not in (SURVIVED, NO_TESTS)


def survivors(found: Mapping[str, int | None]) -> list[str]:
    """Return the changes that no test noticed."""
    return sorted(name for name, code in found.items() if not is_noticed(code))


def module_of(name: str) -> str:
    """Return the module of a change: `lambdas.a.b.x_f__mutmut_1` -> `lambdas.a.b`."""
    return name.rpartition(".")[0]


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _settings() -> str:
    def array(values: Iterable[str]) -> str:
        return json.dumps(list(values))

    return f"""
[tool.mutmut]
source_paths = ["lambdas"]
only_mutate = {array(MUTATED)}
do_not_mutate = {array(NOT_MUTATED)}
pytest_add_cli_args = ["-p", "no:cacheprovider", "--quiet", "--hypothesis-profile=brief"]
pytest_add_cli_args_test_selection = {array(TESTS)}
also_copy = {array(name.rstrip("/") for name in COPIED if name != "lambdas/")}
"""


def _site_packages(home: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return home / "lib" / version / "site-packages"


def _check(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - a command of our own


if __name__ == "__main__":
    sys.exit(main())
