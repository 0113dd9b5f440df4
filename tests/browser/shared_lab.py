"""The lab for many tests at a time: what computes in it gives way to nobody, for all of them wait.

On a machine where others work without a pause, a run that gives way gets a thirtieth of a processor.
python -m tests.browser.shared_lab run streamlit_app.py
"""

from streamlit.web.cli import main

from dashboard import run_queue

if __name__ == "__main__":
    run_queue.NICENESS = 0
    main()
