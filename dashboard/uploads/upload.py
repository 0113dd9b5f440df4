"""The user's own table: upload, template, and the sentence that says what is wrong with a file."""

import json
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.text import Translate, plain
from dashboard.uploads.reading import LARGEST_FILE, Note, TableError, read_table

TEMPLATE = Path(__file__).resolve().parents[2] / "data" / "template.csv"


def upload(_: Translate, key: str, needs: str | None = None) -> pd.DataFrame | None:
    """The last table that could be read under `key`, None before there was one or after it was taken away.

    Draws the uploader, a template to download, and the error next to it: a wrong file changes nothing else.
    needs: what has to be in the table, two columns of numbers and a label if nothing is said.
    """
    labelled = _(
        "A header row; two columns of numbers, a label with two classes, and if you like a split column."
    )
    st.html(_own_words(_))
    wrong = st.empty()  # above the button that one has just used, where it is seen
    file = st.file_uploader(
        _("Your table (CSV)"),
        type=[
            "csv",
            "tsv",
            "txt",
            "data",
            "dat",
            "tab",
            "xlsx",
            "xls",
        ],  # workbooks too, to say what to do about them
        max_upload_size=LARGEST_FILE // 2**20,
        key=f"{key}_file",
        on_change=_keep,
        args=(key,),
        help=needs or labelled,
    )
    st.download_button(
        _("Download a template"),
        TEMPLATE.read_bytes,
        file_name=TEMPLATE.name,
        mime="text/csv",
        key=f"{key}_template",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
    error: TableError | None = st.session_state.get(f"{key}_error")
    table: pd.DataFrame | None = st.session_state.get(f"{key}_table")
    if error is not None:
        wrong.error(sentence(_, error))
    if table is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            name, shape = plain(table.attrs["name"]), {"rows": len(table), "columns": table.shape[1]}
            st.caption(_("{name}: {rows:,} rows, {columns} columns").format(name=name, **shape))
            if file is None:  # back from another page: the uploader has forgotten the file, the lab has not
                st.button(_("Take this table away"), key=f"{key}_away", on_click=_forget, args=(key,))
    return table


def _own_words(_: Translate) -> str:
    """The words of the uploader in the language of the page, in the place of those that Streamlit has."""
    button = json.dumps(_("Choose a file"), ensure_ascii=False)
    limit = _("or drop it here: CSV, at most {size} MB").format(size=LARGEST_FILE // 2**20)
    return f"""<style>
[data-testid=stFileUploaderDropzone] [data-testid=stBaseButton-secondary] [data-testid=stMarkdownContainer] p,
[data-testid=stFileUploaderDropzoneInstructions] > * {{ display: none !important }}
[data-testid=stFileUploaderDropzone] [data-testid=stBaseButton-secondary]
  [data-testid=stMarkdownContainer]::after {{
  content: {button};
}}
[data-testid=stFileUploaderDropzoneInstructions]::after {{
  content: {json.dumps(limit, ensure_ascii=False)}; font-size: 0.875rem;
}}
</style>"""


def sentence(_: Translate, error: TableError | Note) -> str:
    """The error or the note in the language of `_`, as Markdown in which the file's own words stay plain."""
    values = {name: plain(value) if isinstance(value, str) else value for name, value in error.values.items()}
    return _(error.template).format(**values)


def _keep(key: str) -> None:
    """Reads the file just dropped, or lets go of the one just removed: once, and not at every run."""
    file, wrong = st.session_state[f"{key}_file"], st.session_state.get(f"{key}_error")
    st.session_state[f"{key}_error"] = None
    if file is None:
        if wrong is None:
            _forget(key)
        return
    try:
        st.session_state[f"{key}_table"] = read_table(file.getvalue(), file.name)
    except TableError as error:
        st.session_state[f"{key}_error"] = error


def _forget(key: str) -> None:
    st.session_state[f"{key}_table"] = None
