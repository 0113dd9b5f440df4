"""What every answer of the lab tells the browser to allow: whose scripts run, who is asked, who may frame it.

    LAB_FRAMED_BY="https://school.example https://*.example.org" streamlit run streamlit_app.py

lets pages of these sites hold the lab in a frame; without it those of the lab's own address alone do.
"""

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import streamlit as st

FRAMED_BY = "LAB_FRAMED_BY"
_SITE = re.compile(
    r"https?://(?:\*\.(?=[a-z0-9-]+\.))?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
    r"(?::[1-9][0-9]{0,4})?"
)
_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

# What the browser does for a page: the lab fills the screen and copies a link, and Streamlit's menu records
# the screen of whoever asks for it, with what they say. What it could do besides, no page needs.
_USED = ("clipboard-write", "display-capture", "fullscreen", "microphone")
_NOT_USED = (
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def sites(said: str) -> tuple[str, ...]:
    """The sites that `said` names, one after the other with spaces between; ValueError where one is none."""
    named = tuple(site.lower() for site in said.split())
    for site in named:
        if not _SITE.fullmatch(site):
            raise ValueError(
                f"{FRAMED_BY} has to name sites as https://school.example, https://*.example.org or "
                f"http://localhost:8000, with spaces between them and no path; got {site!r}"
            )
    return named


def framed_by() -> tuple[str, ...]:
    """The sites whose pages may hold the lab in a frame, beside its own, as LAB_FRAMED_BY names them.

    Where it names no sites the lab ends, and says so: at its start, which asks first.
    """
    try:
        return sites(os.environ.get(FRAMED_BY, ""))
    except ValueError as error:
        raise SystemExit(str(error)) from None


def of_every_answer(framers: Iterable[str]) -> dict[str, str]:
    """The headers that go with every answer, but for its policy."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            [*(f"{feature}=(self)" for feature in _USED), *(f"{feature}=()" for feature in _NOT_USED)]
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    # It knows no other sites: where some may frame the lab, the policy alone says who.
    return headers if tuple(framers) else {**headers, "X-Frame-Options": "SAMEORIGIN"}


def policy_of_a_page(framers: Iterable[str], host: str) -> str:
    """The content security policy of a page that came by `host`, name and port as the browser asked for them.

    Scripts are files of the lab, the inline ones of Streamlit's page by their digests, and components, whose
    modules Streamlit makes blobs of: a blob can be made by a script alone that runs already. Styles stand in
    the page, and can fetch nothing from elsewhere. Streamlit has Vega interpret its expressions, so that
    nothing is evaluated.
    """
    # 'self' holds for sockets, too, but not in every browser that is still used.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return _written(
        {
            "default-src": "'self'",
            "script-src": " ".join(["'self'", "blob:", *_inline_scripts()]),
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data:",
            "font-src": "'self' data:",
            "media-src": "'self' blob:",
            "connect-src": f"'self'{sockets}",
            "object-src": "'none'",
            "frame-src": "'none'",
            "worker-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": " ".join(["'self'", *framers]),
        }
    )


def policy_of_a_file(framers: Iterable[str]) -> str:
    """The policy of what is no page: opened by itself, an image or a text runs nothing and asks nobody."""
    return _written(
        {
            "default-src": "'none'",
            "style-src": "'unsafe-inline'",
            "frame-ancestors": " ".join(["'self'", *framers]),
        }
    )


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


@cache
def _inline_scripts() -> tuple[str, ...]:
    """The digests of the scripts that stand in Streamlit's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts: list[str] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return tuple(f"'sha256-{digest}'" for digest in digests)
