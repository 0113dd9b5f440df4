"""The uploader: the last good table stays, a wrong file is told beside it; one upload serves every page."""

from streamlit.testing.v1 import AppTest

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
