"""The uploader: the last good table stays, a wrong file is told beside it; one upload serves every page."""

import gc

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.uploads import upload
from tests.dashboard.uploads.test_reading import written


def page():
    import streamlit as st

    from dashboard.uploads.upload import DATA, upload

    found = upload(lambda message: message, "a header", DATA / "template.csv")
    st.text("none" if found is None else f"{found.name}: {len(found.table)} rows")


def test_the_uploader_keeps_the_last_good_table_and_tells_what_is_wrong_beside_it():
    app = AppTest.from_function(page).run()
    assert app.text[0].value == "none"
    app.file_uploader[0].upload("good.csv", written().encode(), "text/csv").run()
    assert app.text[0].value == "good.csv: 30 rows"
    assert not app.error
    app.file_uploader[0].upload("bad.csv", b"a*b,a*b\n1,2\n", "text/csv").run()
    assert app.text[0].value == "good.csv: 30 rows"
    assert [error.value for error in app.error] == [
        r"Two columns have the name a\*b. Give each column its own name."
        "\n\n" + r"bad\.csv is not used; the table is still good\.csv."
    ]
    app.run()
    assert len(app.error) == 1
    app.file_uploader[0].clear().run()  # takes the bad file away, not the good table
    assert app.text[0].value == "good.csv: 30 rows"
    assert not app.error
    app.button(key="own_table_away").click().run()
    assert app.text[0].value == "none"
    assert not app.exception


def test_removing_the_file_from_the_uploader_removes_its_table():
    app = AppTest.from_function(page).run()
    app.file_uploader[0].upload("good.csv", written().encode(), "text/csv").run()
    app.file_uploader[0].clear().run()
    assert app.text[0].value == "none"


def page_that_counts():
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from dashboard.uploads.upload import DATA, upload

    found = upload(lambda message: message, "a header", DATA / "template.csv")
    [*files] = (
        get_script_run_ctx().uploaded_file_mgr.file_storage.get(get_script_run_ctx().session_id, {}).values()
    )
    st.text(
        f"{'none' if found is None else found.name}, kept: {[(one.name, len(one.data)) for one in files]}"
    )


def test_of_a_file_that_was_read_its_name_alone_is_kept():
    app = AppTest.from_function(page_that_counts).run()
    app.file_uploader[0].upload("good.csv", written().encode(), "text/csv").run()
    assert app.text[0].value == "good.csv, kept: [('good.csv', 0)]"
    app.file_uploader[0].upload("bad.csv", b"a*b,a*b\n1,2\n", "text/csv").run()
    assert app.text[0].value == "good.csv, kept: [('bad.csv', 0)]"


def test_tables_of_all_sessions_are_bounded_together(monkeypatch: pytest.MonkeyPatch):
    gc.collect()
    table = written().encode()
    first = AppTest.from_function(page).run()
    first.file_uploader[0].upload("first.csv", table, "text/csv").run()
    [size] = {one.size for one in upload._of_all if one.name == "first.csv"}
    monkeypatch.setattr(upload, "MOST_OF_ALL", sum(one.size for one in upload._of_all) + size // 2)
    second = AppTest.from_function(page).run()
    second.file_uploader[0].upload("second.csv", table, "text/csv").run()
    assert second.text[0].value == "none"
    assert ["no room" in error.value for error in second.error] == [True]
    first.file_uploader[0].upload("again.csv", table, "text/csv").run()  # in the place of its own
    assert first.text[0].value == "again.csv: 30 rows"
    del first
    gc.collect()
    second.file_uploader[0].upload("third.csv", table, "text/csv").run()
    assert second.text[0].value == "third.csv: 30 rows"
