"""Lambda zips with the same bytes for the same sources, on every machine.

A zip holds `lambdas/__init__.py`, the function's folder and what that imports of `lambdas/shared`, at their repository
paths, so that the handler string `lambdas.<function>.handler.handler` means the same on AWS, on an emulator and in
pytest.

Members are stored, not compressed: another zlib build gives other bytes. Of the sources stays out what no function
reads. Names are sorted, timestamps and permissions are fixed.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import CliError, FailedError, MissingError
from finpulse_cli.core.files import write_atomically
from finpulse_cli.stack.needed_modules import needed_files
from finpulse_cli.stack.package_record import are_current, note, sources_digest
from finpulse_cli.stack.slim_source import slimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# AWS's Python runtime has no time zone database; these are the zones Alpha Vantage stamps US quotes in.
TIME_ZONES = ("America/New_York",)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def functions(lambdas_dir: Path) -> list[str]:
    """List the names of the functions: the folders of `lambdas_dir` that have a `handler.py`, sorted."""
    return sorted(handler.parent.name for handler in lambdas_dir.glob("*/handler.py"))


def package_all(lambdas_dir: Path, destination: Path) -> dict[str, Path]:
    """Write `<function>.zip` for every function into `destination` and return their paths by function name.

    A zip whose bytes did not change is left alone. Raises FailedError when there is no function at all,
    MissingError when a function needs time zone data and the `tzdata` package is not installed.
    """
    names = functions(lambdas_dir)
    if not names:
        raise FailedError(f"no Lambda function in {lambdas_dir}", "restore the lambdas/ folder (git checkout lambdas)")
    destination.mkdir(parents=True, exist_ok=True)
    zips = {name: destination / f"{name}.zip" for name in names}
    sources = sources_digest(lambdas_dir)
    if not are_current(destination, sources, names):
        for name, path in zips.items():
            _replace(path, zip_bytes(contents(lambdas_dir, name)))
        note(destination, sources, zips)
    return zips


def contents(lambdas_dir: Path, function: str) -> dict[str, bytes]:
    """Return the members of one function's zip: name in the zip -> bytes."""
    files = {
        path.relative_to(lambdas_dir.parent).as_posix(): _member(path) for path in source_files(lambdas_dir, function)
    }
    if any(imports(source, "zoneinfo") for name, source in files.items() if name.endswith(".py")):
        files |= time_zone_files(_tzdata_folder())
    return files


def source_files(lambdas_dir: Path, function: str) -> set[Path]:
    """Return the sources that make a function's zip: all in its folder, and what those import of `lambdas`."""
    own = {lambdas_dir / "__init__.py", *_own_files(lambdas_dir / function)}
    return own | needed_files(lambdas_dir, function)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Make a zip archive of `files`; the same mapping gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.create_system = 3  # Unix, so that the permissions below are read on every system
            member.external_attr = _MODE << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()


def imports(source: bytes, module: str) -> bool:
    """Return whether Python `source` imports `module` or something in it, at any depth."""
    if module.encode() not in source:  # most files, which need not be parsed then
        return False
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == module for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == module:
            return True
    return False


def time_zone_files(tzdata: Path) -> dict[str, bytes]:
    """Return the part of the `tzdata` package that `zoneinfo` needs for TIME_ZONES: name in the zip -> bytes."""
    wanted = {Path("__init__.py"), Path("zoneinfo/__init__.py")}
    for zone in TIME_ZONES:
        path = Path("zoneinfo") / zone
        wanted |= {path, path.parent / "__init__.py"}
    return {f"tzdata/{path.as_posix()}": (tzdata / path).read_bytes() for path in wanted}


def _member(path: Path) -> bytes:
    """Return what a file of ours becomes in a zip."""
    return slimmed(path.read_bytes()) if path.suffix == ".py" else path.read_bytes()


def _tzdata_folder() -> Path:
    """Return the folder of the installed `tzdata` package."""
    spec = importlib.util.find_spec("tzdata")
    if spec is None or spec.origin is None:
        raise MissingError("the Python package tzdata is not installed", f"{sys.executable} -m pip install tzdata")
    return Path(spec.origin).parent


def _own_files(folder: Path) -> Iterator[Path]:
    """Yield the files of `folder` that belong into a zip: no byte code, nothing hidden."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.suffix != ".pyc":
            yield path


def _replace(path: Path, data: bytes) -> None:
    """Write `data` in one step, so that a reader never sees half a zip; do nothing when it is there already."""
    if path.is_file() and path.read_bytes() == data:
        return
    write_atomically(path, data)


def main(arguments: Iterable[str]) -> None:
    """Write the zips and print their paths: `python -m finpulse_cli.stack.packaging LAMBDAS_DIR DESTINATION`."""
    lambdas_dir, destination = arguments
    try:
        zips = package_all(Path(lambdas_dir), Path(destination))
    except CliError as error:
        sys.stderr.write(f"error: {error.message}\nnext:  {error.next_action}\n")
        sys.exit(error.exit_code)
    for path in zips.values():
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
