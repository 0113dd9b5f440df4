"""A server that is killed, and one that has nothing to stand on: each fault is provoked for real."""

import asyncio
import gettext
import resource
import shutil
import signal
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from dashboard import text
from deploy import serve
from tests.browser.lab_server import ROOT, free_port, started_lab
from tests.visitor import Visitor, outcome

# A page, off its defaults and with its picture open, and a control to be moved.
PAGES = {
    "home": ("lam=0.1&penalty=l1", "penalty"),
    "overfit_vs_regularized": ("m=20&net=5-3&flip=20&val=1&lam=3", "val"),
    "descent_speed": ("pull=1&w0=0.5&lam=1&l1step=clipped&h=2&c=-1&eta=0.5&en=1&r=0.25&step=3", "w0"),
    "model_space": ("c1=1.5&c2=0.5&tilt=45&stretch=3&drive=lam&lam=2&en=1&r=0.2", "tilt"),
    "weight_shrinkage": ("net=8&m=20&steps=1000&eta=0.1&lam=3&step=951", "scale"),
    "choosing_lambda": (
        "penalty=elastic_net&r=0.25&against=norm1&folds=5&cvseed=3&std=0&lam=1.12",
        "against",
    ),
    "twelve_things": ("part=after", "part"),
    "two_functions": ("net=2-2-2-1&m=6&seed=34&line=dW1&part=backward&lam=2.4&slip=penalty", "slip"),
    "other_names": ("penalty=elastic_net&conv=glmnet-gaussian-lambda&to=the-notes-lambd&value=0.3", "std"),
}
TABLE = b"a,b,y\n" + b"".join(b"%d,%d,%d\n" % (k, k * k % 7, 3 * k + k % 5) for k in range(40))
GONE = "is no longer there"
FORGETS_AFTER = 1  # seconds; else two minutes


def codes(visitor: Visitor) -> dict[str, str]:
    return dict(parse_qsl(visitor.query))


async def first_move(port: int, visitor: Visitor) -> None:
    """The server is another one: the first move counts, and nothing else moves."""
    _query, control = PAGES[visitor.page or "home"]
    before, stood = codes(visitor), visitor.standing()
    await visitor.reconnect()
    await visitor.touch(control)
    now, stands = codes(visitor), visitor.standing()
    assert stands.pop(control) != stood.pop(control), visitor.page
    assert now.pop(control, None) != before.pop(control, None), visitor.page
    assert (now, stands) == (before, stood), visitor.page
    fresh = Visitor(port, visitor.page, visitor.query)
    await fresh.open()
    await asyncio.gather(visitor.run(), fresh.run())
    assert (fresh.query, fresh.standing()) == (visitor.query, visitor.standing())
    said, says = set(fresh.texts), set(visitor.texts)  # one may hold what another sentence has replaced
    assert said <= says or says <= said, (visitor.page, said ^ says)
    await fresh.close()
    await visitor.close()


async def taken_up(visitor: Visitor) -> None:
    """A browser says at once what the new server cannot know (connection.js)."""
    await visitor.reconnect()
    said = {
        "session": "of a server that is gone",
        "search": "?" + visitor.query.replace("lam=1&", "lam=0.5&"),  # the bar has moved meanwhile
        "moved": 7,
    }
    await visitor.tell("connection", "back", said)
    bar = visitor.bar()
    assert bar is not None
    assert bar["moved"] == 7
    [lam] = [track for track in bar["tracks"] if track["name"] == "lam"]
    assert lam["codes"][bar["positions"]["lam"]] == "0.5"
    assert codes(visitor) == {"w0": "0.5", "step": "3"}  # that it stands at its default goes without saying


async def misses_its_table(visitor: Visitor) -> None:
    said = {"session": "of a server that is gone", "search": "?table=own", "table": "my [table].csv"}
    await visitor.reconnect()
    await visitor.tell("connection", "back", said)
    [words] = [words for words in visitor.texts if GONE in words]
    assert r"my \[table\]\.csv" in words


async def forgotten(port: int, page: str) -> None:
    """The server is the same, and has let go of the session of a line that was away for long."""
    visitor = Visitor(port, page, PAGES[page][0])
    await visitor.open()
    before = visitor.session_id
    await visitor.close()
    await asyncio.sleep(FORGETS_AFTER + 0.5)
    await first_move(port, visitor)
    assert visitor.session_id != before


def test_a_server_that_is_killed_and_started_again_has_every_page_as_it_was() -> None:
    port = free_port()
    visitors = [Visitor(port, page, query) for page, (query, _control) in PAGES.items()]
    another = Visitor(port, "descent_speed", "w0=0.5&lam=1&step=3")
    owner = Visitor(port, "choosing_lambda", "table=own")

    async def opened() -> None:
        await asyncio.gather(*(visitor.open() for visitor in [*visitors, another, owner]))
        for visitor in visitors:
            assert codes(visitor) == dict(parse_qsl(PAGES[visitor.page or "home"][0])), visitor.page

    async def afterwards() -> None:
        await asyncio.gather(*(first_move(port, visitor) for visitor in visitors))
        await taken_up(another)
        await misses_its_table(owner)
        await asyncio.gather(*(forgotten(port, page) for page in ("descent_speed", "two_functions")))

    with started_lab(port) as server:
        outcome(opened())
        server.send_signal(signal.SIGKILL)
    with started_lab(port, env={"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(FORGETS_AFTER)}):
        outcome(afterwards())


async def on_little(port: int) -> None:
    visitor = Visitor(port, "twelve_things", "lang=zh")
    await visitor.open()
    assert any("Twelve questions" in words for words in visitor.texts)  # there is no Chinese
    await visitor.close()
    visitor = Visitor(port, "weight_shrinkage", "net=8&m=20&steps=1000&eta=0.1&lam=3")
    await visitor.open()
    await visitor.close()
    visitor = Visitor(port, "choosing_lambda", "table=own")
    await visitor.open()
    large = TABLE + b"1,2,3\n" * 400_000
    assert await visitor.upload("large.csv", large, "own_table_file") == 204
    await visitor.close()
    visitor = Visitor(port, "overfit_vs_regularized", "data=breast_cancer&m=20")
    with pytest.raises(AssertionError, match="the page has failed"):
        await visitor.open()


def test_a_lab_needs_neither_disk_nor_home_nor_catalogues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be written, as on a full disk; a page whose table is missing says one sentence."""
    lab = tmp_path / "lab"
    left = (".*", "locales", "breast_cancer.csv", "tests", "docs", "benchmarks", "__pycache__")
    shutil.copytree(ROOT, lab, ignore=shutil.ignore_patterns(*left))
    shutil.copytree(ROOT / ".streamlit", lab / ".streamlit")
    for name in ("HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "missing"))
    monkeypatch.setenv("LC_ALL", "C")
    port = free_port()
    with started_lab(port, lab, lab / "streamlit_app.py") as server:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, 0))
        outcome(on_little(port))


def test_a_catalogue_that_is_cut_off_leaves_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ROOT / "locales" / "zh" / "LC_MESSAGES" / "home.mo"
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(whole, folder)
    shutil.copy(whole.with_name("dashboard.mo"), folder)
    monkeypatch.setattr(text, "_LOCALES", tmp_path)
    monkeypatch.setattr(gettext, "_translations", {})
    for length in (0, 2, 10, 200):
        (folder / "dashboard.mo").write_bytes(whole.with_name("dashboard.mo").read_bytes()[:length])
        text.catalogue.cache_clear()
        gettext._translations.clear()
        said = text.catalogue("zh").gettext
        assert said("None is chosen") == "None is chosen"
        assert said("Why small weights") != "Why small weights"
    text.catalogue.cache_clear()


def test_serve_says_where_it_cannot_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(serve.shutil, "which", lambda name, path=None: "/bin/true")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert serve.main(["--processes", "1", "--host", "127.0.0.1", "--port", str(free_port())]) == 1
    assert "TMPDIR" in capsys.readouterr().out
