"""A visitor who keeps everything that a page sent, and can move whatever is on it."""

import json
import random
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests import widget_states
from tests.visitor import Visitor, Widget
from tests.widget_states import CHOSEN, Value

_MOVED = CHOSEN | {"button", "multiselect"}
_OPENED = {"expandable", "popover", "tab_container"}
_BY_HAND = ("transport", "handles", "sketch", "dots")
_UPLOADER = "uploader"
_EVENTS = ("positions", "opened", "moved", "drawn", "placed", "asked", "answers", "lecture", "word")
_NONSENSE: tuple[Any, ...] = (
    "",
    "x",
    "1",
    "-1e400",
    "nan",
    "\0",
    "a" * 10_000,
    None,
    1e308,
    -1,
    True,
    [],
    {},
)
_NONSENSE += ([[]], [None] * 5, {"a": {}}, [10**400])


class Guest(Visitor):
    """A session, and what its page last consisted of."""

    def __init__(self, port: int, page: str, query: str = "") -> None:
        super().__init__(port, page, query)
        self.sent: list[Any] = []  # elements and blocks of the last run
        self.moved: dict[str, tuple[str, Any]] = {}  # key -> kind and message of what can be moved
        self.components: dict[str, Any] = {}
        self.trained = False  # the last run showed how far it was

    @property
    def takes_files(self) -> bool:
        """Whether the page has an uploader."""
        return _UPLOADER in self._widgets

    @property
    def holds_a_file(self) -> bool:
        """Whether a file was handed in to the uploader that is on the page."""
        return self.takes_files and self._widgets[_UPLOADER].sent.id in self._states

    async def finished(self, *, history: bool = False, page: str | None = None) -> None:
        """Runs the page, as the browser's own buttons do or on another page, until it is finished."""
        await self._ask(history, self._page_hash if page is None else self.pages[page])
        while True:
            heard = await self._hear()
            kind = heard.WhichOneof("type")
            if kind == "new_session":
                self._begin()
            elif kind == "delta" and heard.delta.WhichOneof("type") == "add_block":
                self._take_block(heard.delta.add_block)
            elif kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        seen = {message.id for _kind, message in self.moved.values()}
        seen |= {one.id for one in self.components.values()}
        seen |= {self._widgets[_UPLOADER].sent.id} if self.takes_files else set()
        self._states = {key: state for key, state in self._states.items() if key in seen}

    async def hand_in(self, name: str, data: bytes) -> int:
        """A file for the uploader of the page, which the next run finds there; the status of the answer."""
        return await self.upload(name, data, _UPLOADER)

    def any_move(self, dice: random.Random) -> str:
        """Sets something on the page to a legal value drawn at random; what, and to which."""
        keys = sorted(self.moved) + [name for name in _BY_HAND if name in self.components]
        key = dice.choice(keys) if keys else ""
        if key not in self.moved:
            return self._any_hand(key, dice) if key else "nothing"
        kind, message = self.moved[key]
        if kind == "button":
            self._states[message.id] = WidgetState(id=message.id, trigger_value=True)
            return key
        if kind in _OPENED:
            self._states[message.id] = WidgetState(id=message.id, bool_value=dice.random() < 0.8)
            return f"{key} opened or closed"
        value = _legal(kind, message, dice)
        self._states[message.id] = widget_states.state(kind, message, value)
        return f"{key} = {value!r}"

    def any_answer(self, dice: random.Random) -> str:
        """Answers the question of the page, or asks to be shown; "" where there is none."""
        answers = sorted(key for key in self.moved if ".answer." in key)
        if not answers:
            return ""
        key = dice.choice(answers)
        identity = self.moved[key][1].id
        self._states[identity] = WidgetState(id=identity, trigger_value=True)
        return key

    def any_doors(self, dice: random.Random) -> str:
        """Opens some of the doors of the page, or closes them; which, "" where there is none."""
        doors = sorted(
            key for key, (kind, _sent) in self.moved.items() if kind == "button" and ".door." in key
        )
        some = dice.sample(doors, dice.randint(1, len(doors))) if doors else []
        for key in some:
            identity = self.moved[key][1].id
            self._states[identity] = WidgetState(id=identity, trigger_value=True)
        return " ".join(key.split(".door.")[1] for key in some)

    def any_nonsense(self, dice: random.Random) -> str:
        """Tells a component what its own JavaScript never would; what."""
        names = sorted(name for name, one in self.components.items() if one.id)
        if not names:
            return "nothing"
        name = dice.choice(names)
        event, value = dice.choice(_EVENTS), dice.choice(_NONSENSE)
        tell = self._trigger if dice.random() < 0.5 else self._keep_state
        tell(self.components[name], event, value)
        return f"{name} tells {event}: {value!r}"[:120]

    def _any_hand(self, name: str, dice: random.Random) -> str:
        component = self.components[name]
        data = json.loads(component.bytes)
        if name == "transport":
            codes = {track["name"]: dice.choice(track["codes"]) for track in data["tracks"]}
            if data["closed"] and dice.random() < 0.5:
                self._trigger(component, "opened", True)
                return "play"
            self._keep_state(component, "positions", {"codes": codes, "moved": data["moved"]})
            kept = [pair for pair in self.query.split("&") if pair and pair.split("=")[0] not in codes]
            self.query = "&".join([*kept, *(f"{track}={code}" for track, code in codes.items())])
            return f"bar {codes}"
        if name == "handles":
            if not data["rings"]:
                return "nothing"
            ring = dice.choice(data["rings"])
            at = [dice.randrange(len(values)) for values in ring["values"]]
            self._trigger(component, "moved", {"ring": ring["name"], "at": at})
            return f"ring {ring['name']} to {at}"
        if name == "sketch":
            heights = [dice.uniform(data["low"], data["high"]) for _place in data["places"]]
            self._keep_state(component, "drawn", heights)
            return "a curve"
        counts = [0] * (len(data["edges"]) - 1)
        for _dot in range(data["count"]):
            counts[dice.randrange(len(counts))] += 1
        self._keep_state(component, "placed", counts)
        return f"dots {counts}"

    def _trigger(self, component: Any, event: str, value: object) -> None:
        identity = f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events"
        told = json.dumps([{"event": event, "value": value}])
        self._states[identity] = WidgetState(id=identity, json_trigger_value=told)

    def _keep_state(self, component: Any, event: str, value: object) -> None:
        state = WidgetState(id=component.id, json_value=json.dumps({event: value}))
        self._states[state.id] = state

    async def _ask(self, history: bool, page_hash: str) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = page_hash
        if not page_hash:
            asked.page_name = self.page
        asked.is_history_navigation = history
        asked.context_info.url = f"http://{self.host}/{self.page}"
        asked.context_info.locale = "en-US"
        asked.widget_states.widgets.extend(self._states.values())
        self._states = {
            key: state
            for key, state in self._states.items()
            if state.WhichOneof("value") not in ("json_trigger_value", "trigger_value")
        }
        self._begin()
        await self.send(message)

    def _begin(self) -> None:
        self.sent, self.moved, self.components, self.trained = [], {}, {}, False
        self._widgets.pop(_UPLOADER, None)
        self._known.clear()  # so that the server sends everything each time

    def _take_block(self, block: Block) -> None:
        self.sent.append(block)
        kind = block.WhichOneof("type")
        if kind in _OPENED and (opened := getattr(block, kind)).id:
            self.moved[_key(opened.id)] = kind, opened

    def _take(self, element: Element, fragment: str) -> None:
        self.sent.append(element)
        kind = element.WhichOneof("type")
        sent = getattr(element, kind) if kind else None
        if kind in _MOVED:
            if not sent.disabled:
                self.moved[_key(sent.id)] = kind, sent
            if sent.id not in self._states or getattr(sent, "set_value", False):
                begins = widget_states.begun(kind, sent)
                if begins is not None:
                    self._states[sent.id] = begins
        elif kind == "bidi_component":
            self.components[sent.component_name] = sent
        elif kind == "file_uploader":
            self._widgets[_UPLOADER] = Widget(kind, sent, fragment, True)
        elif kind == "progress":
            self.trained = True


def _key(identity: str) -> str:
    """The page's own key, which Streamlit puts at the end of the id: "$$ID-<hash>-<key>"."""
    return identity.split("-", 2)[-1]


def _legal(kind: str, message: Any, dice: random.Random) -> Value | list[str]:
    if kind == "multiselect":
        many = list(message.options)
        return dice.sample(many, dice.randint(0, min(len(many), 5)))
    if kind == "number_input":
        low, high = message.min, message.max
        near = low + dice.random() * (high - low) * 10.0 ** -dice.randint(0, 8)
        value = dice.choice([low, high, near])
        return float(int(value)) if message.data_type == message.INT else value
    return dice.choice(widget_states.choices(kind, message))
