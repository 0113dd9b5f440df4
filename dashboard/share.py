"""What is on the screen, for others: its link, the link as a QR code, the line that embeds it in a page.

The bar moves in the browser, so the link is made there (share.js) at the tap; Python says what belongs in it.
"""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import address, headers, hidden, origin, stage
from dashboard.component import component
from dashboard.qr_code import qr_code
from dashboard.text import Translate, translator

_component = component(__file__, '<div class="share"></div><!-- -->')
_PLACE = "share_place"
_CODE = "share_code"  # the component that makes the link and shows the code, on every page
_ASKED = "share_asked"  # the link whose code the browser wants
_PREDICT, _LECTURE, _HIDE = "share_predict", "share_lecture", "share_hide"


@st.fragment
def entry(_: Translate) -> None:
    """In the menu: the link of what is on the screen, and what the class is to see of it."""
    st.markdown(_("**Share what is on the screen**"))
    _component(key="share_link", data={"choices": _choices(), "words": _words(_)})
    scene = stage.on()
    if scene is not None and scene.is_open:
        opens = {True: _("the question: the class predicts first"), False: _("the picture as it stands here")}
        _kept(_PREDICT, True)
        st.radio(
            _("The link opens"),
            list(opens),
            format_func=opens.__getitem__,
            key=_widget(_PREDICT),
            on_change=_chosen,
            args=(_PREDICT,),
        )
    elif scene is not None:
        st.caption(_("The link opens the question, which is still open here too."))
    _kept(_LECTURE, False)
    st.toggle(_("In lecture mode"), key=_widget(_LECTURE), on_change=_chosen, args=(_LECTURE,))
    _hidden_controls(_)


def keep_place() -> None:
    """Keeps a place for what hears of key Q."""
    st.session_state[_PLACE] = st.container(key="share_place", gap=None)


def listen() -> None:
    """Once the page has run: what its link is made of is known, and key Q shows it as a QR code."""
    with st.session_state[_PLACE]:
        _listen()


@st.fragment
def _listen() -> None:
    _ = translator()
    link = st.session_state.pop(_ASKED, None)
    _component(
        key=_CODE,
        data={
            "page": _of_the_page(),
            "choices": _choices(),
            "words": _words(_),
            "code": None if link is None else {"link": link, "svg": _code_or_nothing(link)},
        },
        on_asked_change=_asked,
    )


def _hidden_controls(_: Translate) -> None:
    """Which controls the class does not see: of this page, by the words that stand at them."""
    controls = hidden.of_page()
    if not controls:
        return
    key = _hide_key()
    _kept(key, [name for name in hidden.names() if name in controls])
    st.session_state[_widget(key)] = [name for name in st.session_state[_widget(key)] if name in controls]
    st.multiselect(
        _("Hide controls from the class"),
        list(controls),
        format_func=lambda name: controls[name].label,
        key=_widget(key),
        on_change=_chosen,
        args=(key,),
        placeholder=_("All are seen"),
        help=_("In the link, the QR code and the line for a web page; here they stay."),
    )


def _of_the_page() -> dict[str, Any]:
    """What the link of this page is made of: by which host others come, and which names open the picture."""
    scene, controls = stage.on(), hidden.of_page()
    places = [] if scene is None else list(scene.places)
    known = next((name for name in places if name in controls), None)
    return {
        "host": urlsplit(origin.of_this_page()).netloc,
        "places": places,
        "place": {} if known is None else {known: controls[known].code},
        "is_open": scene is not None and scene.is_open,
        "room": "" if scene is None or scene.vote is None else origin.join_address(scene.vote.room.name),
    }


def _choices() -> dict[str, Any]:
    state = st.session_state
    elsewhere = [name for name in hidden.names() if name not in hidden.of_page()]
    here = state.get(_hide_key(), [name for name in hidden.names() if name not in elsewhere])
    return {
        "predict": state.get(_PREDICT, True),
        "lecture": state.get(_LECTURE, False),
        "hide": [*here, *elsewhere],
    }


def _words(_: Translate) -> dict[str, str]:
    return {
        "copy": _("Copy link"),
        "copied": _("Copied"),
        "select": _("This browser does not let a page copy. The line is selected: copy it by the keys."),
        "link": _("Link"),
        "code": _("QR code"),
        "key": _("Key Q"),
        "close": _("Close"),
        "embed": _("Embed it in a web page"),
        "line": _("Line of HTML"),
        "copy_line": _("Copy the line"),
        "framers": _framers(_),
        "too_long": _("The link is too long for a QR code: share it as a link."),
        "out_of_reach": _out_of_reach(_),
    }


def _framers(_: Translate) -> str:
    """Which pages can hold the line."""
    if sites := headers.framed_by():
        return _("It works in pages of {sites} and of the lab's own address.").format(sites=", ".join(sites))
    return _(
        "It works in pages of the lab's own address alone. Whoever serves the lab lets those of other sites "
        "hold it: by LAB_FRAMED_BY, which deploy/README.md explains."
    )


def _out_of_reach(_: Translate) -> str:
    """Why no phone can open the link, and what to do; "" where phones can."""
    if not origin.is_for_this_machine_alone(origin.of_this_page()):
        return ""
    if origin.listens_to_itself_alone():
        return _(
            "No phone can open this link: the lab listens to this computer alone. Start it again with "
            "--server.address=0.0.0.0, and phones in the same network reach it."
        )
    return _("No phone can open this link: this computer is in no network.")


def _code_or_nothing(link: str) -> str:
    try:
        return qr_code(link)
    except ValueError:  # it is too long
        return ""


def _asked() -> None:
    asked = (st.session_state.get(_CODE) or {}).get("asked")
    if isinstance(asked, str) and len(asked) < 20_000:
        st.session_state[_ASKED] = asked


def _hide_key() -> str:
    return f"{_HIDE}.{address.page()}"


def _widget(key: str) -> str:
    """The key of a control of the menu, whose value is gone when the menu closes."""
    return f"{key}.{st.session_state['language']}.control"


def _kept(key: str, default: object) -> None:
    """Gives a control of the menu the value that was chosen before the menu was closed."""
    st.session_state[_widget(key)] = st.session_state.get(key, default)


def _chosen(key: str) -> None:
    st.session_state[key] = st.session_state[_widget(key)]
