"""What was measured of moves, one by one, and what went wrong."""

import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from tests.visitor import Visitor


@dataclass(frozen=True)
class Done:
    """A move that came to its end: its kind, the page that it was made on, and what was sent for it."""

    kind: str
    page: str
    seconds: float
    messages: int
    received: int  # bytes


@dataclass
class Book:
    """The moves of a class. errors: of which none is a move."""

    done: list[Done] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    async def time(self, kind: str, visitor: Visitor, move: Awaitable[object]) -> bool:
        """Waits for a move of a visitor; whether it came to its end."""
        page, messages, received = visitor.page or "home", visitor.messages, visitor.received
        begun = time.perf_counter()
        try:
            await move
        except (OSError, TimeoutError, WebSocketException, AssertionError) as error:
            self.errors[f"{kind} on {page}: {type(error).__name__} {error}"[:200]] += 1
            return False
        took = time.perf_counter() - begun
        self.done.append(Done(kind, page, took, visitor.messages - messages, visitor.received - received))
        return True
