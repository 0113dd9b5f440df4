"""What the server writes to its log when a page fails: where, and nothing of a user's own table."""

import logging
import traceback
from collections.abc import Iterator

_OF_FAILED_PAGES = "streamlit.error_util"  # Streamlit's logger for what a page raises


def keep_own_tables_out() -> None:
    """From now on the log says of a page that failed on a table of one's own where it did, and no more.

    What is raised may quote a cell, a column's name or a whole file.
    """
    logger = logging.getLogger(_OF_FAILED_PAGES)
    if not any(isinstance(one, _WithoutOwnWords) for one in logger.filters):
        logger.addFilter(_WithoutOwnWords())


def places(error: BaseException) -> str:
    """The kinds of an error and of those that led to it, each with the lines at which it was raised."""
    return "\n".join(
        f"{type(one).__qualname__} at\n{''.join(traceback.format_tb(one.__traceback__))}"
        for one in _with_what_led_to_it(error)
    )


class _WithoutOwnWords(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        from dashboard.uploads import upload  # a script may import it, the server's start may not

        error = record.exc_info[1] if record.exc_info else None
        if error is not None and upload.is_there():
            record.exc_info, record.exc_text = None, places(error)
        return True


def _with_what_led_to_it(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
