"""Several processes behind nginx, for real: one is killed under load, and its visitors go on at another."""

import asyncio
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from dashboard import headers
from dashboard.votes.names import new_name
from deploy import proxy, serve
from tests.browser.lab_server import running_lab
from tests.visitor import TIMEOUT, Visitor, outcome

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 3
# A page without scripts does not.
ASKS_FOR_NOTHING = {("Permissions-Policy", headers.of_every_answer(())["Permissions-Policy"])}


def nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


needs_nginx = pytest.mark.skipif(
    (nginx() is None or shutil.which("redis-server") is None) and os.environ.get("CI") != "true",
    reason="NO NGINX OR NO REDIS ON THIS MACHINE: install the packages `nginx-light` and `redis-server`",
)


def ports_in_a_row(count: int) -> int:
    """The first of `count` free ports."""
    for _attempt in range(50):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            first: int = one.getsockname()[1]
        if all(is_free(port) for port in range(first, min(first + count, 65535))):
            return first
    raise RuntimeError("no ports in a row")


def is_free(port: int) -> bool:
    with socket.socket() as one:
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`make serve` with its processes, and the port of its proxy."""
    port = ports_in_a_row(PROCESSES + 2)
    options = ["--processes", str(PROCESSES), "--host", "127.0.0.1", "--port", str(port)]
    env = {name: value for name, value in os.environ.items() if name != "LAB_ROOMS"}
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.serve", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    ) as server:
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}, 3 processes" in server.stdout.readline()
            yield server, port
        finally:
            end(server)


def end(server: subprocess.Popen[str]) -> None:
    server.send_signal(signal.SIGCONT)  # a test may have stopped it
    server.send_signal(signal.SIGTERM)


def process_at(server: subprocess.Popen[str], port: int) -> int:
    """The process of the lab that listens there, a child of the server."""
    [pid] = [
        int(pid)
        for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        if f"STREAMLIT_SERVER_PORT={port}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    ]
    return pid


def is_at(visitor: Visitor) -> int:
    """The number of the process that the cookie names."""
    return int(visitor.cookies["lab"].split("-")[0])


async def until_well(port: int) -> None:
    for _look in range(600):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.write(b"GET /_stcore/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        if b" 200 " in answer.splitlines()[0]:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"nothing is well at {port}")


async def keeps_moving(visitor: Visitor, until: asyncio.Event) -> int:
    """Moves a slider until it is told to stop; how often the socket was lost meanwhile.

    After each loss the page has to be as its address says.
    """
    lost, is_connected = 0, True
    while not until.is_set() or not is_connected:
        said = re.search(r"w0=([\d.]+)", visitor.query)
        assert said, (visitor.query, visitor.slider("w0"), lost)
        try:
            if not is_connected:
                await visitor.connect()
                await visitor.run()
                is_connected = True
            assert visitor.slider("w0") == pytest.approx(float(said[1]))
            moved = 0.5 + (visitor.slider("w0") + 0.1) % 1.4  # short of its default, which no address holds
            await visitor.move("w0", moved)
            assert visitor.slider("w0") == pytest.approx(moved)
        except (ConnectionClosed, OSError):
            lost, is_connected = lost + 1, False
        await asyncio.sleep(0.05)
    return lost


async def a_class(server: subprocess.Popen[str], port: int) -> None:
    visitors = [Visitor(port, "descent_speed", f"w0=1.{number}") for number in range(6)]
    for visitor in visitors:  # one after the other, so that each goes where the fewest are
        await visitor.get("/")
        await visitor.connect()
    await asyncio.gather(*(visitor.run() for visitor in visitors))
    assert sorted(is_at(visitor) for visitor in visitors) == [1, 1, 2, 2, 3, 3]

    # The own code comes compressed, metrics do not come, a name with a port is one.
    page = await visitors[0].get("/")
    [script, *_others] = re.findall(r'static/js/index[^"]*js', page.data.decode())
    plain = await visitors[0].get(f"/{script}")
    packed = await visitors[0].get(f"/{script}", **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert len(packed.data) < len(plain.data) / 2
    assert (await visitors[0].get("/_stcore/metrics")).status == 404
    assert (await visitors[0].get("/_stcore/health")).status == 200
    named = Visitor(port, "descent_speed", "w0=2.5", host=f"lab.example:{port}")
    await named.open()
    assert named.slider("w0") == 2.5

    # A room that a teacher opens at one process is found at another.
    room = new_name()
    teacher, phone = visitors[0], next(one for one in visitors if is_at(one) != is_at(visitors[0]))
    teacher.query, phone.query = f"act=2&vote={room}", f"act=2&join={room}"
    for number, one in enumerate((teacher, phone)):
        await one.close()
        one.session_id = ""
        await one.connect()
        await one.run()
        await one.tell("device", "word", f"{number:032x}")
    assert is_at(teacher) != is_at(phone)
    assert any("You are in." in text for text in phone.texts), phone.texts
    await teacher.send(BackMsg(clear_cache=True))  # comes to nothing: the session knows still who it is
    await teacher.run()
    assert any("Joined: **1**" in text for text in teacher.texts), teacher.texts
    await teacher.close()
    await phone.close()

    # One process is killed while all move.
    moving = [one for one in visitors if one not in (teacher, phone)]
    before = {id(one): is_at(one) for one in moving}
    killed = before[id(moving[0])]
    stop = asyncio.Event()
    moves = [asyncio.create_task(keeps_moving(one, stop)) for one in moving]
    await asyncio.sleep(0.3)
    os.kill(server.pid, signal.SIGSTOP)  # it is started anew only when all have gone to another
    os.kill(process_at(server, port + killed), signal.SIGKILL)
    while any(is_at(one) == killed for one in moving):
        await asyncio.sleep(0.05)
    os.kill(server.pid, signal.SIGCONT)
    await until_well(port + killed)
    stop.set()
    lost = await asyncio.gather(*moves)
    assert lost == [int(before[id(one)] == killed) for one in moving]

    # It is back, and whoever has gone to another stays there with uploads.
    for one in moving:
        assert await one.upload("table.csv", b"a,b\n1,2\n") == 204
        assert is_at(one) != killed

    # All are started anew, one after the other, with sockets open.
    stop = asyncio.Event()
    moves = [asyncio.create_task(keeps_moving(one, stop)) for one in moving]
    old = {process_at(server, port + number) for number in range(1, PROCESSES + 1)}
    server.send_signal(signal.SIGHUP)
    assert server.stdout is not None
    said = await asyncio.to_thread(server.stdout.readline)
    while "ended by itself" in said:  # of the one that was killed
        said = await asyncio.to_thread(server.stdout.readline)
    assert said == "All processes were started anew.\n"
    stop.set()
    assert all(times >= 1 for times in await asyncio.gather(*moves))
    assert not old & {process_at(server, port + number) for number in range(1, PROCESSES + 1)}
    for one in moving:
        assert await one.upload("table.csv", b"a,b\n1,2\n") == 204

    # It ends by itself, with all that it started.
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    end(server)
    assert await asyncio.to_thread(server.wait, TIMEOUT) == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


async def in_time(server: subprocess.Popen[str], port: int) -> None:
    try:
        await asyncio.wait_for(a_class(server, port), 3 * TIMEOUT)
    finally:
        end(server)  # whoever waits for a word of it waits no more


@needs_nginx
def test_a_class_goes_on_when_processes_end() -> None:
    assert nginx(), "under CI this test needs the package `nginx-light`"
    assert shutil.which("redis-server"), "under CI this test needs the package `redis-server`"
    with served() as (server, port):
        outcome(in_time(server, port))
        _said, complained = server.communicate(timeout=TIMEOUT)
        assert "external IP" not in complained
        assert "Traceback" not in complained, complained


@needs_nginx
@pytest.mark.parametrize(
    "options", [[], ["--tls"], ["--tls", "--in-frames", "https://school.example"]], ids="".join
)
def test_nginx_takes_what_is_printed_for_it(options: list[str], tmp_path: Path) -> None:
    """As it stands in a system's nginx, whose http block has settings of its own."""
    if options:
        certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=lab.example"]
        files = ["-out", str(tmp_path / "certificate.pem"), "-keyout", str(tmp_path / "key.pem")]
        subprocess.run([*certificate, *files], check=True, capture_output=True)
        options = ["--tls", str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem"), *options[1:]]
    command = [
        sys.executable,
        "-m",
        "deploy.serve",
        "--print-nginx",
        "--processes",
        "4",
        *options,
    ]
    printed = subprocess.run(
        [*command, "--folder", str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert "@" not in printed.replace("@another", "")
    assert ("Strict-Transport-Security" in printed) == bool(options)
    assert ("SameSite=None" in printed) == ("--in-frames" in options)
    checks_config(printed, tmp_path)


@needs_nginx
def test_the_proxy_of_the_compose_file_is_the_one_that_is_tested(tmp_path: Path) -> None:
    compose = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    servers = [f"{address}:8501" for address in re.findall(r"ipv4_address: ([\d.]+)", compose)]
    assert len(servers) == len(re.findall(r"^  lab\d+:", compose, re.MULTILINE))
    made = proxy.nginx_config(servers, listen="8080", own_port=8080 + len(servers) + 1, folder="/tmp")
    kept = (ROOT / "deploy" / "compose.nginx.conf").read_text(encoding="utf-8")
    assert kept == made
    checks_config(kept.replace("/tmp/", f"{tmp_path}/"), tmp_path)


@contextmanager
def nginx_before(server: str, folder: Path, *, connections: int) -> Iterator[int]:
    """The port of an nginx by itself, before a process at `server`, with so many connections an address."""
    port = ports_in_a_row(2)
    listen = f"127.0.0.1:{port}"
    made = proxy.nginx_config([server], listen=listen, own_port=port + 1, folder=str(folder))
    fewer = made.replace("limit_conn lab_hosts 1000;", f"limit_conn lab_hosts {connections};")
    assert fewer != made
    (folder / "nginx.conf").write_text(proxy.whole_config(fewer, folder), encoding="utf-8")
    command = [str(nginx()), "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as running:
        try:
            for _look in range(600):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.05)
            yield port
        finally:
            running.terminate()


def said(port: int, path: str = "/", **head: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and words of an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    line.putrequest("PUT" if head else "GET", path)
    for name, value in head.items():
        line.putheader(name.replace("_", "-"), value)
    line.endheaders()
    answer = line.getresponse()
    words = answer.read().decode()
    line.close()
    return answer.status, dict(answer.headers), words


@needs_nginx
def test_what_nginx_says_itself_is_a_sentence_and_as_guarded_as_all_else(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{nobody.getsockname()[1]}"
        with nginx_before(at, tmp_path, connections=1) as port:
            for status, words, answer in [
                (502, "asks again", said(port)),
                (502, "asks again", said(port, "/static/js/index.js")),
                (413, "20 MB", said(port, "/_stcore/upload_file/a/b", Content_Length=str(22 * 2**20))),
                (404, "does not answer", said(port, "/_stcore/metrics")),
                (404, "does not answer", said(port, "/lab_says")),
                (414, "does not answer", said(port, "/" + "a" * 9_000)),
                (400, "does not answer", said(port, Cookie="a" * 9_000)),
            ]:
                assert (answer[0], words in answer[2]) == (status, True), answer
                assert re.search("[\u4e00-\u9fff]", answer[2])
                assert answer[1].items() >= headers.of_every_answer(()).items() - ASKS_FOR_NOTHING
                assert answer[1]["Content-Security-Policy"] == headers.policy_of_a_file(())
            nobody.listen()  # and says nothing
            with socket.create_connection(("127.0.0.1", port)) as waiting:
                waiting.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                nobody.accept()
                status, _headers, words = said(port)
                assert (status, "Too many connections" in words) == (429, True)


def checks_config(http: str, folder: Path) -> None:
    """nginx itself takes it; some of what is in the http block of a system's nginx stands there already."""
    whole = (
        f"events {{}}\npid {folder}/pid;\nhttp {{\ngzip on;\naccess_log off;\nserver_tokens off;\n{http}}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    command = [str(nginx()), "-t", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run(command, check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr, checked.stderr


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(serve.shutil, "which", lambda name, path=None: None)
    assert serve.main(["--processes", "2"]) == 1
    assert "nginx-light" in capsys.readouterr().out
    monkeypatch.setattr(serve.shutil, "which", lambda name, path=None: "/bin/true")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        assert serve.main(["--processes", "1", "--port", str(port)]) == 1
        assert f"Taken already: port {port}" in capsys.readouterr().out


def test_the_image_holds_all_that_the_lab_needs(tmp_path: Path) -> None:
    """What Containerfile copies, and .dockerignore lets it see, opens the front page by itself."""
    lines = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]
    seen = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for source in copied:
        assert f"!{source}" in seen, source
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / source)
        else:
            (tmp_path / source).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / source, tmp_path / source)
    with running_lab(tmp_path, tmp_path / "streamlit_app.py") as address:
        visitor = Visitor(int(address.rsplit(":", 1)[1]), "two_functions")
        outcome(visitor.open())
        assert visitor.session_id
    asks = re.findall(r"^CMD (.*)$", "\n".join(lines), re.MULTILINE)
    assert asks == ['["streamlit", "run", "streamlit_app.py"]']
