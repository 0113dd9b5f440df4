"""Throws addresses, files and walks at a lab of its own: make fuzz, or

    python -m tests.campaign --seed 7 --cases 10000          all of them
    python -m tests.campaign --seed 7 --case 123             one of them again, move by move
    python -m tests.campaign --only upload --match "name"    those of one kind, or told by these words

A case passes if every page that it comes to is there within 10 s (but for a run whose progress is seen) with
no exception, nothing rendered of hostile words, no number that is none, an address that says each known name
once; if nothing is in the server's log; and if another visitor's slider moves within 5 s meanwhile. Ends
with 1 if one did not pass.
"""

import argparse
import asyncio
import secrets
import sys
import time
from collections import Counter

from tests.campaign.cases import case, dice_of
from tests.campaign.run import HangError, Watcher, found
from tests.campaign.server import Lab

OTHERS_WAIT = 5.0  # seconds
_BETWEEN = 60.0  # seconds, after which it is said how things stand


async def campaign(seed: int, numbers: range, only: str, match: str, tells: bool) -> bool:
    """Runs these cases; whether all passed."""
    lab = Lab()
    watcher = Watcher(lab)
    kinds: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    try:
        await watcher.begin()
        before, told = lab.megabytes(), time.monotonic()
        for k in numbers:
            one = case(seed, k)
            if (only and one.kind != only) or match not in f"{one.where.page} {one.told}":
                continue
            kinds[one.kind] += 1
            watcher.since()
            try:
                wrong, done = await found(lab, one, dice_of(seed, k))
            except HangError as error:
                wrong, done = [f"hangs: {error}"], []
            if (waited := watcher.since()) > OTHERS_WAIT:
                wrong.append(f"others waited {waited:.1f} s")
            if "Traceback" in (said := lab.said()) or "Error" in said:
                wrong.append(f"the log says: {said[-600:]}")
            if tells:
                print(*done, sep="\n")
            if wrong:
                failed.update({line.split(":")[0][:40] for line in wrong})
                _tell(seed, k, one.told or one.where.page, wrong, done)
            if any(line.startswith("hangs") for line in wrong):
                await watcher.end()
                lab.end()
                lab.begin()
                watcher = Watcher(lab)
                await watcher.begin()
            if time.monotonic() - told > _BETWEEN:
                told = time.monotonic()
                print(f"case {k}: {dict(kinds)}, {lab.megabytes():.0f} MB, {dict(failed)}", flush=True)
        print(f"seed {seed}: {dict(kinds)}; memory {before:.0f} → {lab.megabytes():.0f} MB")
        print(f"failed: {dict(failed) or 'none'}")
    finally:
        await watcher.end()
        lab.end()
    return not failed


def _tell(seed: int, k: int, what: str, wrong: list[str], done: list[str]) -> None:
    print(f"✗ {what[:200]}\n  python -m tests.campaign --seed {seed} --case {k}")
    for line in dict.fromkeys(wrong):
        print(f"    {line[:700]}")
    print(f"  after: {' · '.join(done)[-600:]}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaign",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--begin", type=int, default=0, help="the first case")
    parser.add_argument("--case", type=int, help="this one alone, and what is done in it")
    parser.add_argument("--only", default="", choices=["", "name", "several", "upload", "walk"])
    parser.add_argument("--match", default="", help="only cases whose page or words hold this")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    numbers = range(options.begin, options.begin + options.cases)
    if options.case is not None:
        numbers = range(options.case, options.case + 1)
    work = campaign(options.seed, numbers, options.only, options.match, options.case is not None)
    sys.exit(0 if asyncio.run(work) else 1)
