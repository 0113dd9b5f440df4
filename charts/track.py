"""A track of the transport bar, as the page that draws the bar and the pictures that follow it share it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Track:
    """The places 0, 1, …, `places` − 1 of a slider, of which pictures show `start` until the bar is there.

    name: of the slider in the bar and the address, and of the parameter in every picture that follows it.
    """

    name: str
    places: int
    start: int

    @property
    def last(self) -> int:
        return self.places - 1
