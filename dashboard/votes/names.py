"""Names of rooms: they are read out in a hall, typed on a phone, and stand in the address."""

import re
import secrets

# Capitals and digits without those that look alike (0 O, 1 I L), and without vowels: no word comes out.
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 5  # 28⁵ ≈ 17 million names: with 200 rooms open, one guess in 86 000 is a room

_LEGAL = re.compile(r"[A-Za-z0-9-]{1,24}")


def new_name() -> str:
    """LENGTH independent, uniform LETTERS, from the system's source of secrets."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def legal_name(text: str) -> str | None:
    """The room that an address asks for with `text`, in capitals; None where no room can be called so.

    1 to 24 of the letters A–Z, the digits and "-"; capitals and small letters are the same.
    """
    return text.upper() if _LEGAL.fullmatch(text) else None
