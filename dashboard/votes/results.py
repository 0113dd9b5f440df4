"""What a vote came to: which share is right and, once it is revealed, bars for all, and who changed."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from charts.numbers import fixed, number
from dashboard.text import Translate
from dashboard.votes.tally import (
    EXPLAIN_ABOVE,
    HINT_BELOW,
    Advice,
    advice,
    changes,
    counts,
    share_right,
)

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")  # of what `bars` draws
Votes = Mapping[str, str]  # voter -> option


def percent(share: float) -> str:
    """A share in whole percent; with the digits that it takes where a whole number would get other advice."""
    whole = fixed(100 * share, 0)
    return whole if advice(float(whole) / 100) == advice(share) else number(100 * share, 4)


def shares_right(_: Translate, first: Votes, second: Votes, right: str, known: Advice | None) -> str:
    """Which share of each vote is right; with what is advised (`known`), the rule of peer instruction."""
    shares = [share_right(votes, right) for votes in (first, second)]
    parts = [
        words.format(percent=percent(share), n=len(votes))
        for words, share, votes in zip(
            (_("First vote: **{percent} %** of {n} right."), _("Second vote: **{percent} %** of {n} right.")),
            shares,
            (first, second),
            strict=True,
        )
        if share is not None
    ]
    return " ".join([*parts, _rule(_, known)] if known else parts) or _("Nobody has voted.")


def bars(_: Translate, options: Mapping[str, str], first: Votes, second: Votes, right: str) -> str:
    """Both votes as a table of HTML: an option a row, a vote a column, each with its bars.

    options: code -> words. The second column is left out where nobody voted in it.
    """
    rounds = [(_("First vote"), first)] + ([(_("Second vote"), second)] if second else [])
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title, _votes in rounds)
    rows = "".join(
        f"<tr{' class=right' if code == right else ''}>"
        f'<th scope="row">{_mark(_, code == right)}{escape(words)}</th>'
        f"{_cells(code, rounds, list(options))}</tr>"
        for code, words in options.items()
    )
    return f'<table class="votes"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'


def who_changed(_: Translate, first: Votes, second: Votes, right: str) -> str:
    """Of those who voted twice: how many changed, and to what; "" where nobody did."""
    found = changes(first, second, right)
    if not found.voted_twice:
        return ""
    return _(
        "Voted twice: {twice}. Changed to the right answer: {to}; away from it: {away}. Right both times: "
        "{kept}; wrong both times: {wrong}."
    ).format(
        twice=found.voted_twice,
        to=found.to_right,
        away=found.away_from_right,
        kept=found.stayed_right,
        wrong=found.stayed_wrong,
    )


def _rule(_: Translate, known: Advice) -> str:
    """What peer instruction makes of the share that is right."""
    words = {
        "hint": _("Under {low} %: give a hint, then vote again."),
        "discuss": _("From {low} to {high} %: let everybody convince a neighbour, then vote again."),
        "explain": _("Over {high} %: explain and go on."),
    }[known]
    return words.format(low=fixed(100 * HINT_BELOW, 0), high=fixed(100 * EXPLAIN_ABOVE, 0))


def _mark(_: Translate, is_right: bool) -> str:
    says = escape(_("Right"))
    return f'<span role="img" aria-label="{says}">✓</span> ' if is_right else ""


def _cells(code: str, rounds: Sequence[tuple[str, Votes]], options: Sequence[str]) -> str:
    cells = []
    for _title, votes in rounds:
        count, share = counts(votes, options)[code], 0.0
        if votes:
            share = 100 * count / len(votes)
        said = f"{fixed(share, 0)} % ({count})" if votes else "–"
        cells.append(f'<td>{said}<span class="bar" style="width:{share:.1f}%"></span></td>')
    return "".join(cells)
