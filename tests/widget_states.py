"""What a browser sends for each kind of widget: where it begins, where it may stand, what was chosen."""

import math
from collections.abc import Sequence
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

# the kinds that have a value which somebody chooses
CHOSEN = frozenset({"button_group", "checkbox", "number_input", "radio", "selectbox", "slider"})
WIDGETS = CHOSEN | {"bidi_component", "button", "file_uploader", "multiselect", "text_input"}

Value = bool | float | str
_PLACES = 1000  # of a number that is typed in, at most


def choices(kind: str, sent: Any) -> Sequence[Value]:
    """The values at which a widget of CHOSEN may stand, in its order."""
    if kind == "checkbox":
        return (False, True)
    if kind == "button_group":
        return [option.content for option in sent.options]
    if kind == "number_input" or (kind == "slider" and sent.type != sent.SELECT_SLIDER):
        step = sent.step or (sent.max - sent.min) / _PLACES
        count = min(round((sent.max - sent.min) / step), _PLACES)
        return [min(sent.min + place * step, sent.max) for place in range(count + 1)]
    return list(sent.options)


def begun(kind: str, sent: Any) -> WidgetState | None:
    """The state with which a browser draws a widget; None where it has none before somebody touches it."""
    is_set = getattr(sent, "set_value", False)
    if kind == "slider" and sent.type == sent.SELECT_SLIDER:
        begins = [*sent.raw_value] if is_set else [sent.options[int(place)] for place in sent.default]
        return state(kind, sent, begins)
    if kind == "slider":
        return state(kind, sent, [*sent.value] if is_set else [*sent.default])
    if kind == "button_group":
        begins = [*sent.raw_values] if is_set else [sent.options[i].content for i in sent.default]
        return state(kind, sent, begins)
    if kind == "multiselect":
        return state(kind, sent, [*sent.raw_values] if is_set else [sent.options[i] for i in sent.default])
    if kind in ("checkbox", "number_input", "text_input"):
        return state(kind, sent, sent.value if is_set else sent.default)
    if kind in ("radio", "selectbox"):
        if is_set:
            return state(kind, sent, sent.raw_value)
        return state(kind, sent, sent.options[sent.default]) if sent.HasField("default") else None
    return None


def state(kind: str, sent: Any, value: Value | Sequence[Value]) -> WidgetState:
    """The state of a widget at `value`; of one that may hold several, at one or all of them."""
    made = WidgetState(id=sent.id)
    several = [value] if isinstance(value, (bool, float, int, str)) else value
    if kind == "slider" and sent.type != sent.SELECT_SLIDER:
        made.double_array_value.data.extend(float(one) for one in several)
    elif kind in ("button_group", "multiselect", "slider"):
        made.string_array_value.data.extend(map(str, several))
    elif kind == "checkbox":
        made.bool_value = bool(value)
    elif kind == "number_input":
        made.double_value = float(several[0])
    else:
        made.string_value = str(value)
    return made


def value_of(made: WidgetState) -> Value | None:
    """The value in a state, the first where it holds several, None where it holds none."""
    value = getattr(made, made.WhichOneof("value") or "id")
    held = list(value.data) if hasattr(value, "data") else [value]
    return held[0] if held else None


def is_same(one: Value, other: Value | None) -> bool:
    """Whether two values are one; numbers of a slider are rounded on their way."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other
