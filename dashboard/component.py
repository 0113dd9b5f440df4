"""The parts of the page that are the lab's own JavaScript, and what Python tells them.

Streamlit writes what a component is told as JSON twice, and before that looks for tables in it: a tenth of
what a run of a page takes. So they are told JSON that is written here, once, as bytes.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_BEGINS = "export default function ("
# Streamlit calls what a file exports with what it was told; the file is given that in its own words.
_READS = """
export default (given) => part({ ...given, data: JSON.parse(new TextDecoder().decode(given.data)) })
"""


def component(module: str, html: str = "<!-- -->", *, more_css: str = "") -> Callable[..., Any]:
    """What mounts the component of a module: the file .js beside it, and .css where there is one.

    mounted(key=…, data=…, on_…_change=…): data is what JSON can say, or bytes that are JSON (`written`).
    """
    script, style = Path(module).with_suffix(".js"), Path(module).with_suffix(".css")
    source = script.read_text(encoding="utf-8")
    if source.count(_BEGINS) != 1:
        raise ValueError(f"{script.name} has to say '{_BEGINS}' once")
    css = style.read_text(encoding="utf-8") if style.exists() else ""
    mount = st.components.v2.component(
        script.stem,
        html=html,
        css=css + more_css or None,
        js=source.replace(_BEGINS, "function part(") + _READS,
    )

    def mounted(*, data: Any, **how: Any) -> Any:
        return mount(data=data if isinstance(data, bytes) else written(data), **how)

    return mounted


def written(data: object) -> bytes:
    """`data` as JSON, without a space that is not needed."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
