"""A lab that writes down which runs begin and how they end.

python -m tests.dashboard.watched_lab FILE …, with what `streamlit run` takes after the name of the file
"""

import sys
import threading
from pathlib import Path

from streamlit.web import cli

from dashboard.run_queue import Run, RunQueue

_lock = threading.Lock()


def note(file: Path, *words: object) -> None:
    with _lock, file.open("a") as notes:
        print(*words, file=notes, flush=True)


def watch(file: Path) -> None:
    work = RunQueue._work

    def watched(queue: RunQueue, run: Run) -> None:
        assert isinstance(run.key, tuple)
        name = str(run.key[0]).rsplit(".", 1)[-1]
        note(file, "begins", name)
        work(queue, run)
        note(file, "ends", name, type(run.failure).__name__)

    RunQueue._work = watched


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    cli.main()
