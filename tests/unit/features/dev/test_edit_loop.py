"""What a save leads to: code alone, a plan, nothing; and what is wrong with it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import EndpointConnectionError

from finpulse_cli.core.errors import FailedError, StoppedError
from finpulse_cli.core.paths import Project
from finpulse_cli.features.dev.changed_parts import changed_parts, functions_with
from finpulse_cli.features.dev.edit_loop import EditLoop
from finpulse_cli.features.dev.live_code import BrokenCodeError
from finpulse_cli.features.dev.syntax import Problem, syntax_problems

if TYPE_CHECKING:
    from collections.abc import Iterable

CLONE = Project(Path("/clone"))
HANDLER = CLONE.lambdas_dir / "api_handler" / "handler.py"
SHARED = CLONE.lambdas_dir / "shared" / "clock.py"
STACK = CLONE.terraform_dir / "stream.tf"


@dataclass
class Scene:
    """A sandbox that notes what it is asked for; `live` is what a save of code leads to."""

    live: list[str] | Exception | None = field(default_factory=lambda: ["api_handler"])
    refusal: Exception | None = None
    calls: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def bring(self, changed: Iterable[Path]) -> list[str] | None:
        self.calls.append("bring " + " ".join(sorted(path.name for path in changed)))
        if isinstance(self.live, Exception):
            raise self.live
        return self.live

    def apply(self) -> str:
        self.calls.append("apply")
        if self.refusal is not None:
            raise self.refusal
        return "applied"

    def good(self, words: str) -> None:
        self.said.append(f"good: {words}")

    def bad(self, words: str) -> None:
        self.said.append(f"bad: {words}")


@pytest.fixture
def scene() -> Scene:
    """A sandbox on which all goes well."""
    return Scene()


@pytest.fixture
def loop(scene: Scene) -> EditLoop:
    """The loop over it."""
    seconds = iter(range(100))

    def check(names: list[str]) -> None:
        scene.calls.append("check " + " ".join(names))

    return EditLoop(CLONE, scene.bring, scene.apply, check, scene, lambda: float(next(seconds)))


def test_saved_code_is_brought_and_its_types_are_looked_at(scene: Scene, loop: EditLoop) -> None:
    loop.run([[HANDLER], [HANDLER, SHARED]])

    assert scene.calls == ["bring handler.py", "check api_handler", "bring clock.py handler.py", "check api_handler"]
    assert scene.said == ["good: api_handler: live after 1.0 s"] * 2


def test_code_that_makes_no_difference_is_said(scene: Scene, loop: EditLoop) -> None:
    scene.live = []
    loop.take([HANDLER])

    assert scene.calls == ["bring handler.py"]
    assert scene.said == ["good: nothing that runs is other than before"]


def test_a_terraform_change_is_applied_after_the_code(scene: Scene, loop: EditLoop) -> None:
    loop.take([STACK, HANDLER])
    loop.take([STACK])

    assert scene.calls == ["bring handler.py", "check api_handler", "apply", "apply"]


def test_a_new_function_is_left_to_terraform(scene: Scene, loop: EditLoop) -> None:
    scene.live = None
    loop.take([HANDLER])

    assert scene.calls == ["bring handler.py", "apply"]


def test_broken_code_is_shown_and_comes_with_the_next_save(scene: Scene, loop: EditLoop) -> None:
    scene.live = BrokenCodeError([Problem("handler.py:3: SyntaxError")])
    loop.take([HANDLER, STACK])
    assert scene.calls == ["bring handler.py"]  # nothing can be packaged, so Terraform waits
    assert "SyntaxError" in scene.said[0]
    assert "goes on" in scene.said[0]

    scene.live = ["api_handler"]
    loop.take([SHARED])
    assert scene.calls[1:] == ["bring clock.py handler.py", "check api_handler", "apply"]
    loop.take([SHARED])
    assert scene.calls[4:] == ["bring clock.py", "check api_handler"]


def test_a_refused_plan_is_shown_once_and_planned_again_when_it_is_saved(scene: Scene, loop: EditLoop) -> None:
    scene.refusal = FailedError("the plan failed", "mend it")
    loop.take([STACK])
    loop.take([HANDLER])

    assert scene.calls == ["apply", "bring handler.py", "check api_handler"]
    assert scene.said[0] == "bad: the plan failed\nmend it"
    scene.refusal = None
    loop.take([STACK])
    assert scene.said[-1] == "good: applied"


def test_ctrl_c_while_terraform_is_at_work_ends_the_loop(scene: Scene, loop: EditLoop) -> None:
    scene.refusal = StoppedError("stopped in good order")

    with pytest.raises(StoppedError):
        loop.run([[STACK], [HANDLER]])
    assert scene.calls == ["apply"]


def test_a_sandbox_that_does_not_answer_ends_nothing(scene: Scene, loop: EditLoop) -> None:
    scene.live = EndpointConnectionError(endpoint_url="http://127.0.0.1")
    loop.take([HANDLER])
    assert "finpulse up" in scene.said[0]
    scene.live = ["api_handler"]
    loop.take([SHARED])
    assert scene.calls[-2] == "bring clock.py handler.py"


@pytest.mark.parametrize(
    "name",
    [
        "lambdas/api_handler/__pycache__/handler.cpython-311.pyc", "lambdas/api_handler/.handler.py.swp",
        "lambdas/api_handler/handler.py~", "lambdas/.mypy_cache/x.json", "terraform/.terraform/a.tf",
        "terraform/terraform.tfstate", "terraform/.stream.tf.swp", "terraform/.terraform.lock.hcl", "README.md",
    ],
)  # fmt: skip
def test_what_editors_and_tools_leave_leads_to_nothing(scene: Scene, loop: EditLoop, name: str) -> None:
    loop.take([CLONE.root / name])

    assert scene.calls == scene.said == []


def test_changes_are_sorted_by_what_they_are_part_of() -> None:
    query = CLONE.lambdas_dir / "api_handler" / "query.sql"
    found = changed_parts([HANDLER, query, STACK, CLONE.root / "tests" / "a.py"], CLONE)

    assert found.code == {HANDLER, query}
    assert found.terraform == {STACK}
    assert not changed_parts([], CLONE)


def test_a_shared_file_is_in_the_functions_that_import_it() -> None:
    files = {"b": frozenset({HANDLER}), "a": frozenset({SHARED, HANDLER}), "c": frozenset({STACK})}

    assert functions_with([SHARED], files) == ["a"]
    assert functions_with([SHARED, HANDLER], files) == ["a", "b"]
    assert functions_with([CLONE.root], files) == []


def test_a_syntax_error_is_told_with_its_place(tmp_path: Path) -> None:
    good, bad, null = (tmp_path / name for name in ("a.py", "b.py", "c.py"))
    good.write_text("x = 1\n")
    bad.write_text("x = 1\ndef broken(:\n")
    null.write_bytes(b"x = '\0'\n")
    (tmp_path / "d.sql").write_text("SELECT")

    found = syntax_problems([bad, good, null, tmp_path / "d.sql", tmp_path / "gone.py"])
    assert found[0].text.startswith(f"{bad}:2: SyntaxError: ")
    assert "def broken(:" in found[0].text
    assert [str(null) in problem.text for problem in found] == [False, True]
