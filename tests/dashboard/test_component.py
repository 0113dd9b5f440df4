"""What a component is told reaches its file in the file's own words."""

import json
from pathlib import Path

import pytest

from dashboard.component import component, written

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"


def test_every_file_of_a_component_exports_what_can_be_told() -> None:
    scripts = sorted(DASHBOARD.rglob("*.js"))
    assert len(scripts) >= 14
    for script in scripts:
        component(str(script.with_suffix(".py")))


def test_a_file_that_exports_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "mute.js").write_text("function mute() {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mute\.js has to say"):
        component(str(tmp_path / "mute.py"))


def test_what_is_written_is_what_was_said() -> None:
    said = {"λ": [1, 0.1, -1e-300, None, True], "words": '关闭 "这里" </script> \u2028', "none": {}}
    assert json.loads(written(said)) == said
    assert b" " not in written({"a": [1, 2], "b": 3})
