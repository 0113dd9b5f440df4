"""The front door of the lab: its gateway, and page set-up, language, navigation; nothing else.

`streamlit run` imports this file and serves its `app`, and the app runs it as the script of each visit.
"""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from dashboard import (
        address,
        answers,
        class_menu,
        connection,
        frame,
        glossary,
        hidden,
        keys,
        language,
        pictures,
        share,
        stage,
        transport,
        turnstile,
        visit,
    )
    from dashboard.navigation import HOME, navigate

    with turnstile.passed():
        connection.keep()
        page = navigate()
        st.set_page_config(
            page_title=f"{page.title} · λ lab",
            page_icon=Path(__file__).parent / "dashboard" / "icon.svg",
            layout="wide",
        )
        with address.of_page(page.url_path or HOME.file):
            frame.lay_out()
            transport.keep_place()
            language.switch()
            class_menu.draw()
            share.keep_place()
            keys.listen()
            visit.keep()
            answers.keep(connection.session())
            glossary.begin_page()
            hidden.begin_page()
            pictures.begin_page()
            stage.begin_page()
            page.run()
            share.listen()
else:
    from starlette.middleware import Middleware

    from dashboard import failure
    from dashboard.gateway import Gateway, ask_nobody_for_the_address, keep_uploads_in_memory, told_of_failure
    from dashboard.headers import framed_by
    from dashboard.logs import keep_own_tables_out
    from dashboard.memory import keep_few_arenas
    from dashboard.ready import ready

    ask_nobody_for_the_address()
    keep_own_tables_out()
    keep_uploads_in_memory()
    keep_few_arenas()
    guards = [Middleware(Gateway, framers=framed_by())]
    app = st.App(
        __file__,
        middleware=guards,
        exception_handlers={Exception: told_of_failure(framed_by())},
        lifespan=ready("charts", "lessons"),
        on_script_error=failure.tell,
    )
