"""What holds on every page of a visit: the language, lecture mode, a room. It stands in the address of each.

A control belongs to its page; these belong to whoever looks. The first address that names one of them sets
it, and so does a choice; it then goes along from page to page.
"""

from collections.abc import Mapping

import streamlit as st

from dashboard import address

NAMES = ("lang", "lecture", "hide", "vote", "join")

_LONGEST = 1_000  # characters of a code: all controls of a page, hidden, are far fewer
_KEY = "visit"
_BEGUN = "visit_begun"
_CODES = "visit_codes"  # name -> its code, None where it was switched off
_browser = st.components.v2.component(
    "visit",
    html="<!-- -->",
    js="""
// That a page stands inside another page (embed, embed_options) Streamlit leaves out of the address to which
// a link of the page leads; it holds as long as the frame does.
const isHow = (name) => /^embed(_options)?$/i.test(name)
const how = [...new URLSearchParams(window.location.search)].filter(([name]) => isHow(name))
if (how.length && !window.labKeepsEmbed) {
  window.labKeepsEmbed = true
  for (const change of ["pushState", "replaceState"]) {
    const made = window.history[change]
    window.history[change] = function (state, title, address) {
      const url = new URL(address ?? window.location.href, window.location.href)
      const isKnown = [...url.searchParams.keys()].some(isHow)
      for (const [name, code] of isKnown ? [] : how) url.searchParams.append(name, code)
      made.call(this, state, title, url.href)
    }
  }
}

// The page says which language it is in. And what holds on every page, and what the address said of a page
// when it was left, stand in the address without an entry of their own in the history: Back leads to the page
// before.
// A session that begins with an address from before, as on a server that was started anew, is told what the
// address says by now.
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.spoken
  const url = new URL(window.location.href)
  if (data.heard !== null) {
    const asked = data.names.filter((name) => url.searchParams.has(name) && !data.heard.includes(name))
    if (asked.length) {
      setTriggerValue("asked", Object.fromEntries(asked.map((name) => [name, url.searchParams.get(name)])))
      return
    }
  }
  if (!new RegExp(data.path).test(url.pathname)) return // Back has led to another page, which is to come
  const isBare = [...url.searchParams.keys()].every(isHow)
  for (const [name, code] of isBare ? Object.entries(data.left) : []) url.searchParams.set(name, code)
  for (const [name, code] of Object.entries(data.codes)) {
    if (code === null) url.searchParams.delete(name)
    else url.searchParams.set(name, code)
  }
  if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url)
}
""",
)


def settle() -> None:
    """Takes over what the address asks for, before anything is said."""
    codes = _codes()
    for name in NAMES:
        asked = st.query_params.get(name)
        was_left = name in codes and codes[name] is None  # and Back opens no room again
        if asked is None or len(asked) > _LONGEST:
            continue
        if not was_left and (name not in codes or address.went_back_or_forth()):
            codes[name] = asked


def code(name: str) -> str | None:
    """What holds under `name`; None where nothing does."""
    return _codes().get(name)


def choose(name: str, code: str | None) -> None:
    """Lets `code` hold under `name` from here on; None switches it off."""
    _codes()[name] = code


def keep() -> None:
    """Lets what holds stand in the address of this page, and in that of those to come."""
    codes = _codes()
    begins = not st.session_state.get(_BEGUN)
    st.session_state[_BEGUN] = True
    _browser(
        key=_KEY,
        data={
            "names": NAMES,
            "heard": list(st.query_params) if begins else None,
            "codes": dict(codes),
            "spoken": st.session_state["language"],
            "left": dict(address.left()),
            "path": address.pattern_of_its_path(),
        },
        on_asked_change=_take_over,
    )
    address.keep({name: code for name, code in codes.items() if code is not None})
    for name, known in codes.items():
        if known is not None and name in st.query_params:
            address.write(name, known)


def forget(name: str) -> None:
    """What the address asked for under `name` means nothing: it holds no more."""
    _codes().pop(name, None)


def _take_over() -> None:
    asked = (st.session_state.get(_KEY) or {}).get("asked")
    for name, code in asked.items() if isinstance(asked, Mapping) else ():
        if name in NAMES and isinstance(code, str) and len(code) <= _LONGEST:
            _codes().setdefault(name, code)


def _codes() -> dict[str, str | None]:
    codes: dict[str, str | None] = st.session_state.setdefault(_CODES, {})
    return codes
