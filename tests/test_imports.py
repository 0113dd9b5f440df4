"""Imports go one way, pages -> dashboard -> charts -> l2core, and the core knows NumPy alone."""

import ast
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["l2core", "charts", "dashboard", "pages"]
FOREIGN = {
    "l2core": {"numpy"},
    "charts": {"numpy", "pandas", "pyarrow", "altair", "PIL"},
    "dashboard": {"numpy", "pandas", "pyarrow", "altair", "PIL", "streamlit"},
    "pages": {"streamlit", "numpy", "pandas"},
}


def modules(layer: str) -> list[Path]:
    return sorted((ROOT / layer).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The top-level packages that a module imports, outside the standard library."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide where a name comes from"
            names.add((node.module or "").split(".")[0])
    return names - set(sys.stdlib_module_names)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_go_one_way(layer: str) -> None:
    allowed = FOREIGN[layer] | set(LAYERS[: LAYERS.index(layer) + 1])
    assert modules(layer), f"no module in {layer}"
    strays = {str(module.relative_to(ROOT)): imported(module) - allowed for module in modules(layer)}
    assert not {module: names for module, names in strays.items() if names}


def test_the_core_installs_and_imports_with_numpy_alone(tmp_path: Path) -> None:
    """`pip install .` into an empty environment brings NumPy only, and every module imports there."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "l2core", source / "l2core", ignore=shutil.ignore_patterns("__pycache__"))
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", source], check=True, cwd=tmp_path)
    listed = subprocess.run(
        [*pip, "list", "--format=freeze"], check=True, cwd=tmp_path, capture_output=True, text=True
    ).stdout
    installed = {line.split("==")[0] for line in listed.splitlines()}
    assert installed - {"pip", "setuptools", "wheel"} == {"l2core", "numpy"}
    names = ["l2core", *(f"l2core.{module.stem}" for module in modules("l2core"))]
    imports = "; ".join(f"import {name}" for name in names if not name.endswith("__init__"))
    subprocess.run([python, "-c", imports], check=True, cwd=tmp_path)
