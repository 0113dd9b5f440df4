"""What there is to take home of a page: the run as a script and as a notebook."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import address, glossary
from dashboard.scripts import notebook
from dashboard.text import Translate


def script_to_take_home(_: Translate, lesson: str, source: str) -> None:
    """The run as a script: what it needs, the script itself, and its two files."""
    st.subheader(_("This run as a script"), anchor=False)
    words = [
        _(
            "It computes the numbers of this page, at the place where the bar stands, and prints them. It "
            "needs Python 3.11 or newer, NumPy, and `l2core`, the folder of the lab's mathematics: with a "
            "copy of the lab at hand, `pip install` and the path of the lab's folder installs both. Whoever "
            "has this file alone puts the folder `l2core` beside it, and installs NumPy."
        )
    ]
    if "import pandas" in source:
        words.append(_("It reads your table with pandas, from the folder in which it is run."))
    glossary.say(" ".join(words))
    st.code(source, language="python", height=300)
    with st.container(horizontal=True, gap="small"):
        download(_, f"{lesson}.py", lambda: source, "text/x-python")
        download(_, f"{lesson}.ipynb", partial(notebook, source), "application/x-ipynb+json")


def download(_: Translate, file: str, made: Callable[[], str | bytes], mime: str) -> None:
    """A button for a file that is made when it is asked for."""
    st.download_button(
        _("Download {file}").format(file=file),
        made,
        file_name=file,
        mime=mime,
        key=address.widget_key(f"file.{file}"),
        on_click="ignore",
        icon=":material/download:",
    )
