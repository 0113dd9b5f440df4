"""A server has read in what its pages are made of before it answers anybody."""

import gc
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
START = """
import asyncio, gc, sys
from dashboard.ready import ready
async def start():
    async with ready("charts", "lessons")(None):
        print(*sys.modules)
        print(gc.get_freeze_count())
asyncio.run(start())
"""


def test_every_module_is_there_and_frozen() -> None:
    """In a Python of its own, which has imported none of them."""
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True)
    modules, frozen = done.stdout.splitlines()[-2:]
    files = [path for wing in ("charts", "lessons") for path in (ROOT / wing).rglob("*.py")]
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files
    }
    assert names <= set(modules.split())
    assert int(frozen) > len(gc.get_objects()) / 10
