"""The settings of the nginx before the processes of the lab: nginx.conf filled in."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path


def nginx_config(
    servers: Sequence[str],
    *,
    listen: str,
    own_port: int,
    folder: str,
    tls: tuple[str, str] | None = None,
    in_frames: bool = False,
) -> str:
    """deploy/nginx.conf filled in: what goes into the http block of an nginx.

    servers: host:port of each process. own_port: on loopback, where nginx asks itself for what it compresses
    and keeps in `folder`. in_frames: pages of other sites may hold the lab in a frame; that takes TLS.
    """
    cookie = "SameSite=None; Secure" if in_frames else "SameSite=Lax; Secure" if tls else "SameSite=Lax"
    # For a week: it holds for whatever else is served on other ports of the host.
    by_tls_alone = 'add_header Strict-Transport-Security "max-age=604800" always;'
    values = {
        "BY_TLS_ALONE": by_tls_alone if tls else "",
        "LISTEN": f"{listen} ssl" if tls else listen,
        "TLS": f"ssl_certificate {tls[0]};\n    ssl_certificate_key {tls[1]};" if tls else "",
        "COOKIE": cookie,
        "SAID": "400 403 404 405 408 411 413 414 416 429 431 500 501 503 505",
        "ANCESTORS": "" if in_frames else "; frame-ancestors 'self'",
        "FRAMES": "" if in_frames else "add_header X-Frame-Options SAMEORIGIN always;",
        "OWN_PORT": str(own_port),
        "FOLDER": folder,
    }
    lines = []
    for line in Path(__file__).with_name("nginx.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("# proxy.py") or line.startswith("# `python"):
            continue
        of_each = [
            {"N": str(number), "SERVER": server, "PATTERN": re.escape(server)}
            for number, server in enumerate(servers, start=1)
        ]
        for one in of_each if re.search("@(N|SERVER|PATTERN)@", line) else [{}]:
            filled = _filled(line, values | one)
            if filled.strip() or not line.strip():
                lines.append(filled)
    return "\n".join(lines) + "\n"


def whole_config(http: str, folder: Path) -> str:
    """An nginx of our own round `http`, which writes nowhere but into `folder`."""
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""{user}
worker_processes auto;
worker_shutdown_timeout 3s;  # sockets stay open for as long as a page does
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
    default_type application/octet-stream;
{temporary}
{http}}}
"""


def _filled(line: str, values: Mapping[str, str]) -> str:
    return re.sub("@([A-Z_]+)@", lambda found: values[found[1]], line)
