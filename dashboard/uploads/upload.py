"""The user's own table: upload, template, and the sentence that says what is wrong with a file.

One upload serves every page of the session that takes a table, and stays in it: what is computed from it is
kept in caches of the session alone.
"""

import json
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4
from weakref import WeakSet

import pandas as pd
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from dashboard import address, memory
from dashboard.text import N_, Translate, plain
from dashboard.uploads.columns import Column, columns_of
from dashboard.uploads.reading import LARGEST_FILE, Note, TableError, read_table

DATA = Path(__file__).resolve().parents[2] / "data"
TYPES = [
    "csv",
    "tsv",
    "txt",
    "data",
    "dat",
    "tab",
    "xlsx",
    "xls",
]  # workbooks too, to say what to do about them
_REPLACED = "own_table_replaced"  # the table just taken away, and in how many runs since
_FILE, _UPLOAD, _REFUSED = "own_table_file", "own_table", "own_table_refused"
_MISSED = "own_table_missed"  # the name of a table that has gone with the session that had it
_UPLOADER = "own_table_uploader"  # the key of the uploader
_READ = "own_table_read"  # the file that was read last, by its id
MOST_OF_ALL = 500 * 2**20  # bytes that the tables of all sessions of a process may take together
_LARGE = 2**20  # bytes of a file that takes a while to read, and up to half a gigabyte meanwhile
_reading = threading.Lock()  # held by the one large file that is read


@dataclass(frozen=True, eq=False)
class Upload:
    """The table as it was read, and a name for this reading of it, by which caches know it."""

    table: pd.DataFrame
    code: str = field(default_factory=lambda: uuid4().hex)

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self.table.attrs["name"])

    @cached_property
    def size(self) -> int:
        """The bytes that the table takes."""
        return int(self.table.memory_usage(deep=True).sum())

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What each column holds."""
        return columns_of(self.table)


_of_all: WeakSet[Upload] = WeakSet()  # those that some session has
_counting = threading.Lock()


def upload(_: Translate, needs: str, template: Path) -> Upload | None:
    """The last table of this session that could be read; None before there was one, or once it is taken away.

    Draws the uploader, a template to download, and the error next to it: a wrong file changes nothing else.
    needs: what has to be in the table.
    """
    st.html(_own_words(_))
    wrong = st.empty()  # above the button that one has just used, where it is seen
    file = st.file_uploader(
        _("Your table (CSV)"),
        type=TYPES,
        max_upload_size=LARGEST_FILE // 2**20,
        key=st.session_state.setdefault(_UPLOADER, _FILE),
        on_change=_keep,
        help=needs,
    )
    st.download_button(
        _("Download a template"),
        template.read_bytes,
        file_name=template.name,
        mime="text/csv",
        key="own_table_template",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
    _let_go()
    found: Upload | None = st.session_state.get(_UPLOAD)
    refused: tuple[str, TableError] | None = st.session_state.get(_REFUSED)
    if refused is not None:
        name, error = refused
        told = sentence(_, error)
        if found is not None:
            told += "\n\n" + _("{name} is not used; the table is still {other}.").format(
                name=plain(name), other=plain(found.name)
            )
        wrong.error(told)
    missed: str | None = st.session_state.get(_MISSED)
    if missed is not None and refused is None:
        words = _(
            "{name} is no longer there: the lab was started anew, or you were away for long, and no table is "
            "kept. Choose the file again."
        )
        wrong.warning(words.format(name=plain(missed)), icon=":material/link_off:")
    if found is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            shape = {"rows": len(found.table), "columns": found.table.shape[1]}
            st.caption(_("{name}: {rows:,} rows, {columns} columns").format(name=plain(found.name), **shape))
            if file is None:  # back from another page: the uploader has forgotten the file, the lab has not
                st.button(_("Take this table away"), key="own_table_away", on_click=_forget)
        reading = found.table.attrs.get("reading")
        for note in reading.notes if reading else ():
            st.caption(sentence(_, note))
    return found


def is_there() -> bool:
    """Whether this session holds anything of a table of one's own, one that could not be read included."""
    keys = (_UPLOAD, st.session_state.get(_UPLOADER, _FILE), _REFUSED, _REPLACED)
    return any(st.session_state.get(key) is not None for key in keys)


def name_of_table() -> str:
    """The file's name of the table that this session has; "" without one."""
    found: Upload | None = st.session_state.get(_UPLOAD)
    return "" if found is None else found.name


def miss(name: str, session: str) -> None:
    """The table of this name has gone with another session; the uploader begins anew, without its name."""
    if st.session_state.get(_UPLOAD) is None:
        st.session_state[_MISSED] = name
        st.session_state[_UPLOADER] = f"{_FILE}.{session}"


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


def _keep() -> None:
    """Reads the file just dropped, or lets go of the one just removed: once, and not at every run."""
    file, wrong = st.session_state[st.session_state[_UPLOADER]], st.session_state.get(_REFUSED)
    if file is not None and file.file_id == st.session_state.get(_READ):
        return  # by a run that this one has overtaken
    st.session_state[_REFUSED] = st.session_state[_MISSED] = None
    if file is None:
        if wrong is None:
            st.session_state[_REPLACED] = st.session_state.get(_UPLOAD), 0
            _forget()
        return
    try:
        found = _with_room(_read(file.getvalue(), file.name))
    except TableError as error:
        st.session_state[_REFUSED] = file.name, error
        replaced, _runs = st.session_state.pop(_REPLACED, (None, 0))
        st.session_state[_UPLOAD] = st.session_state.get(_UPLOAD) or replaced
    else:
        if st.session_state.get(_UPLOAD) is None:
            address.follow_again()  # what a link says of the columns can be done only now
        st.session_state[_UPLOAD] = found
    finally:
        _let_go_of_bytes(file)


def _read(data: bytes, name: str) -> Upload:
    """The table in a file. Large ones are read one after the other, for each takes much memory meanwhile."""
    with _reading if len(data) > _LARGE else nullcontext():
        return Upload(read_table(data, name))


def _with_room(found: Upload) -> Upload:
    """`found`, if there is room for it beside the tables of all others; TableError if there is none."""
    own = st.session_state.get(_UPLOAD), st.session_state.get(_REPLACED, (None, 0))[0]
    with _counting:
        others = sum(one.size for one in _of_all if one not in own)
        if others + found.size > MOST_OF_ALL:
            raise TableError(
                N_("There are so many tables here that this one has no room. Try again in a while.")
            )
        _of_all.add(found)
    return found


def _let_go_of_bytes(file: UploadedFile) -> None:
    """Of a file that was read Streamlit keeps the name alone, by which the uploader shows it."""
    context = get_script_run_ctx()
    assert context is not None
    kept, session = context.uploaded_file_mgr, context.session_id
    if isinstance(kept, MemoryUploadedFileManager):
        kept.remove_file(session, st.session_state.get(_READ, ""))
        kept.add_file(session, UploadedFileRec(file.file_id, file.name, file.type, b""))
    st.session_state[_READ] = file.file_id
    file.truncate(0)
    if file.size > _LARGE:
        memory.give_back()


def _let_go() -> None:
    """A browser takes a file away before it brings another in its place: that is what one run waits for."""
    replaced, runs = st.session_state.pop(_REPLACED, (None, 0))
    if replaced is not None and runs == 0:
        st.session_state[_REPLACED] = replaced, 1


def _forget() -> None:
    st.session_state[_UPLOAD] = None
