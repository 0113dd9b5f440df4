"""Imports go one way, pages -> lessons -> dashboard -> charts -> l2core, no lesson imports another, and the
core knows NumPy alone.
"""

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["l2core", "charts", "dashboard", "lessons", "pages"]
WINGS = {path.stem for path in (ROOT / "pages").glob("*.py")}
FOREIGN = {
    "l2core": {"numpy"},
    "charts": {"numpy", "pandas", "pyarrow", "altair", "PIL", "vl_convert"},
    "dashboard": {
        "numpy",
        "pandas",
        "pyarrow",
        "altair",
        "PIL",
        "google",  # protobuf, in which Streamlit's browser writes to its server
        "nbformat",
        "redis",
        "segno",
        "starlette",  # Streamlit's own server
        "streamlit",
        "vl_convert",
    },
    "lessons": {"numpy", "pandas", "streamlit"},
    "pages": {"streamlit", "numpy", "pandas"},
}


def modules(floor: str) -> list[Path]:
    return sorted((ROOT / floor).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The full names of the modules that a module imports, outside the standard library.

    `from charts import penalties` counts as charts.penalties: the last part may also be a function.
    """
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide where a name comes from"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}


def wing(name: str) -> str | None:
    """The lesson that a module belongs to: charts.descent_speed.race_to_zero to descent_speed."""
    floor, *rest = name.split(".")
    return rest[0] if floor in FLOORS and rest and rest[0] in WINGS else None


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_go_one_way(floor: str) -> None:
    allowed = FOREIGN[floor] | set(FLOORS[: FLOORS.index(floor) + 1])
    assert modules(floor), f"no module in {floor}"
    strays = {
        str(module.relative_to(ROOT)): {name.split(".")[0] for name in imported(module)} - allowed
        for module in modules(floor)
    }
    assert not {module: names for module, names in strays.items() if names}


@pytest.mark.parametrize("floor", FLOORS)
def test_what_belongs_to_a_lesson_is_imported_by_that_lesson_alone(floor: str) -> None:
    strays = {}
    for module in modules(floor):
        own = wing(".".join(module.relative_to(ROOT).with_suffix("").parts))
        foreign = {name for name in imported(module) if wing(name) not in (None, own)}
        if foreign:
            strays[str(module.relative_to(ROOT))] = foreign
    assert not strays


def test_one_module_alone_knows_redis() -> None:
    """It is imported where LAB_ROOMS names a Redis, and needs to be installed nowhere else."""
    know = [
        module
        for module in modules("dashboard")
        if "redis" in {name.split(".")[0] for name in imported(module)}
    ]
    assert know == [ROOT / "dashboard" / "votes" / "redis_rooms.py"]
    without = "import sys; import dashboard.votes.rooms as r; r.rooms(); sys.exit('redis' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "LAB_ROOMS"}
    subprocess.run([sys.executable, "-c", without], check=True, cwd=ROOT, env=environment)


def test_every_lesson_has_its_wing() -> None:
    """A page without a picture of its own has no folder in charts/."""
    for floor in ("charts", "lessons"):
        folders = {path.name for path in (ROOT / floor).iterdir() if path.is_dir()} - {"__pycache__"}
        assert folders <= WINGS | {"networks"}, floor
        assert folders >= WINGS or floor == "charts"


def test_the_core_installs_and_imports_with_numpy_alone(tmp_path: Path) -> None:
    """`pip install .` into an empty environment brings NumPy only, and every module imports there."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "l2core", source / "l2core", ignore=shutil.ignore_patterns("__pycache__"))
    venv.create(tmp_path / "venv", with_pip=False)  # the pip of this environment installs into that one
    python = tmp_path / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    subprocess.run([*pip, "install", "--quiet", "--no-compile", source], check=True, cwd=tmp_path)
    listed = subprocess.run(
        [*pip, "list", "--format=freeze"], check=True, cwd=tmp_path, capture_output=True, text=True
    ).stdout
    installed = {line.split("==")[0] for line in listed.splitlines()}
    assert installed == {"l2core", "numpy"}
    names = ["l2core", *(f"l2core.{module.stem}" for module in modules("l2core"))]
    imports = "; ".join(f"import {name}" for name in names if not name.endswith("__init__"))
    subprocess.run([python, "-c", imports], check=True, cwd=tmp_path)
