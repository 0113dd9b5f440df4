"""Where others reach the lab: an address that begins with localhost holds for that machine alone."""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from streamlit import config

from dashboard import address
from dashboard.navigation import HOME


def of_this_page() -> str:
    """The address of the page that runs, without a query string, as phones in the same network reach it."""
    return for_others(st.context.url or _guessed())


def join_address(room: str) -> str:
    """The address by which a phone joins a vote on the page that runs."""
    return f"{of_this_page()}?{urlencode({'join': room})}"


def with_query(codes: Mapping[str, str]) -> str:
    """The address of the page that runs with these codes in its query string."""
    return f"{of_this_page()}?{urlencode(codes)}" if codes else of_this_page()


def for_others(url: str) -> str:
    """`url` with the host by which another machine reaches this one; as it is where it names one already.

    It stays what it was, too, where nobody else can come: the machine has no network, or the server does not
    listen to it.
    """
    parts = urlsplit(url)
    if not is_loopback(parts.hostname or ""):
        return url
    host = _given_host() or (None if listens_to_itself_alone() else _host_in_the_network())
    if host is None:
        return url
    host = f"[{host}]" if ":" in host else host
    return urlunsplit(parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host))


def is_for_this_machine_alone(url: str) -> bool:
    """Whether `url`, as `for_others` gives it, can be opened nowhere else."""
    return is_loopback(urlsplit(url).hostname or "")


def is_loopback(host: str) -> bool:
    """Whether `host` is what a machine calls itself: localhost, 127.0.0.1, ::1, and 0.0.0.0 in an address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _given_host() -> str | None:
    """The host that whoever set up the server gave, if it is one for others."""
    if not config.is_manually_set("browser.serverAddress"):
        return None
    setting = config.get_option("browser.serverAddress")
    given = setting if setting.count(":") > 1 else urlsplit(f"//{setting}").hostname or ""
    return given if given and not is_loopback(given) else None


def listens_to_itself_alone() -> bool:
    listens_to = config.get_option("server.address")
    return bool(listens_to) and listens_to not in ("0.0.0.0", "::") and is_loopback(listens_to)


def _host_in_the_network() -> str | None:
    """The number of this machine in its network, asked anew: a laptop goes from one network to another.

    A datagram socket that is connected sends nothing; it only chooses by which way it would.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ways:
        try:
            ways.connect(("192.0.2.1", 9))  # kept free for examples (RFC 5737); nobody is there
        except OSError:
            return None
        host: str = ways.getsockname()[0]
    return None if is_loopback(host) else host


def _guessed() -> str:
    """Without a browser that says where it is: the port that the server has, and the page."""
    page = "" if address.page() == HOME.file else address.page()
    return f"http://localhost:{config.get_option('server.port')}/{page}"
