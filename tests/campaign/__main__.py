"""Throws addresses, files and walks at a lab of its own: make fuzz, or

    python -m tests.campaign --seed 7 --cases 10000          all of them
    python -m tests.campaign --seed 7 --case 123             one again, and what its visit did before it
    python -m tests.campaign --only upload --match "name"    those of one kind, or told by these words
    python -m tests.campaign --as-served                     with trainings as long as they are

A case passes if every page that it comes to is there within 10 s (but for a run whose progress is seen) with
no exception, nothing rendered of hostile words, no number that is none, an address that says each known name
once; if nothing is in the server's log; and if the server says within 2 s that it is well. What took long
with several visitors at a time is tried once more alone, on a lab that was started anew. Ends with 1 if one
did not pass.
"""

import argparse
import asyncio
import secrets
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.campaign.cases import VISIT, Case, cases
from tests.campaign.run import Health, Limits, Outcome, visited
from tests.campaign.server import AS_SERVED, QUICK, Lab

_BETWEEN = 60.0  # seconds, after which it is said how things stand
Numbered = Sequence[tuple[int, Case]]


@dataclass
class Campaign:
    """A campaign on a lab, and what came of it so far. failed, doubted: the numbers of cases."""

    lab: Lab
    seed: int
    limits: Limits = field(default_factory=Limits)
    kinds: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    failed: set[int] = field(default_factory=set)
    doubted: dict[int, Numbered] = field(default_factory=dict)
    at_work: set[int] = field(default_factory=set)
    memory: float = 0.0  # in MB, at the end of the first round
    seconds: float = 0.0  # of the server's, until then
    tells: bool = False  # whatever is done

    async def run(self, visits: Sequence[Numbered], visitors: int) -> bool:
        """Runs these visits, so many at a time, and once more what was doubted; whether all passed."""
        try:
            todo = iter(visits)
            await self._tried(todo, visitors, alone=visitors == 1)
            self.memory, self.seconds = self.lab.megabytes(), self.lab.seconds()
            again = [self.doubted[k] for k in sorted(self.doubted)]
            if again:
                print(f"{len(again)} are tried once more, alone: {sorted(self.doubted)}", flush=True)
            for visit in again:
                self.lab.end()
                self.lab.begin()
                await self._tried(iter([visit]), 1, alone=True)
        finally:
            self.lab.end()
        return not self.found

    async def _tried(self, todo: Iterator[Numbered], visitors: int, *, alone: bool) -> None:
        health = Health(self.lab)
        try:
            await asyncio.gather(*(self._visitor(todo, health, alone) for _one in range(visitors)))
        finally:
            await health.end()

    async def _visitor(self, todo: Iterator[Numbered], health: Health, alone: bool) -> None:
        for visit in todo:
            begun = self.lab.clock()
            self.at_work.add(visit[0][0])
            async for outcome in visited(self.lab, self.seed, visit, self.limits, alone=alone):
                self._judge(outcome, health.worst_since(begun), visit, alone)
                begun = self.lab.clock()
            self.at_work.discard(visit[0][0])

    def _judge(self, outcome: Outcome, waited: float, visit: Numbered, alone: bool) -> None:
        if self.lab.has_ended():
            outcome.wrong.append("the server has ended")
            self.lab.begin()
        if waited > self.limits.health:
            (outcome.wrong if alone else outcome.doubted).append(f"not well for {waited:.1f} s")
        if "Traceback" in (said := self.lab.said()) or "Error" in said:
            others = sorted(self.at_work - {visit[0][0]})
            outcome.wrong.append(f"the log says, with visits {others} at work too: {said[-1_500:]}")
        if self.tells:
            print(f"case {outcome.k}, {outcome.case.told}:", *outcome.done, sep="\n    ")
        self.kinds[outcome.case.kind] += 1
        if outcome.wrong:
            self.failed.add(outcome.k)
            self.found.update({line.split(":")[0][:40] for line in outcome.wrong})
            self._tell(outcome)
        elif outcome.doubted:
            self.doubted[outcome.k] = [one for one in visit if one[0] <= outcome.k]
            print(f"? case {outcome.k}: {outcome.doubted[0][:200]}", flush=True)

    def _tell(self, outcome: Outcome) -> None:
        print(f"✗ {outcome.case.where}, {outcome.case.told[:200]}")
        print(f"  python -m tests.campaign --seed {self.seed} --case {outcome.k}")
        for line in dict.fromkeys(outcome.wrong):
            print(f"    {line[:1_600]}")
        print(f"  after: {' · '.join(outcome.done)[-600:]}", flush=True)


async def campaign(visits: Sequence[Numbered], options: argparse.Namespace) -> bool:
    """Runs these visits on a lab of their own; whether all passed."""
    one = Campaign(
        Lab(AS_SERVED if options.as_served else QUICK), options.seed, tells=options.case is not None
    )
    before, begun, computed = one.lab.megabytes(), one.lab.clock(), one.lab.seconds()
    telling = asyncio.create_task(_tell_now_and_then(one))
    try:
        passed = await one.run(visits, 1 if one.tells else options.visitors)
    finally:
        telling.cancel()
    minutes, count = (one.lab.clock() - begun) / 60, sum(one.kinds.values())
    print(f"seed {options.seed}: {count} cases in {minutes:.1f} minutes, {dict(one.kinds)}")
    each = (one.seconds - computed) / max(1, count)
    print(f"memory {before:.0f} → {one.memory:.0f} MB; the server computed for {each:.3f} s a case")
    print(f"failed: {dict(one.found) or 'none'}")
    return passed


async def _tell_now_and_then(one: Campaign) -> None:
    while True:
        await asyncio.sleep(_BETWEEN)
        count, memory = sum(one.kinds.values()), one.lab.megabytes()
        print(f"{count} cases, {memory:.0f} MB, {dict(one.kinds)}, {dict(one.found)}", flush=True)


def chosen(seed: int, numbers: range, only: str, match: str) -> list[Numbered]:
    """The visits that hold these cases, and of each those of them that are of this kind and told so."""
    found = []
    for visit in range(numbers.start // VISIT, -(-numbers.stop // VISIT)):
        every = enumerate(cases(seed, visit), VISIT * visit)
        some = [
            (k, one)
            for k, one in every
            if k in numbers and only in ("", one.kind) and match in f"{one.where} {one.told}"
        ]
        found += [some] if some else []
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaign",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--begin", type=int, default=0, help="the first case")
    parser.add_argument("--case", type=int, help="this one, after those of its visit before it")
    parser.add_argument("--only", default="", choices=["", "name", "several", "upload", "walk"])
    parser.add_argument("--match", default="", help="only cases whose place or words hold this")
    parser.add_argument("--visitors", type=int, default=4, help="so many at a time")
    parser.add_argument("--as-served", action="store_true", help="trainings are not made short")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    numbers = range(options.begin, options.begin + options.cases)
    if options.case is not None:
        numbers = range(options.case - options.case % VISIT, options.case + 1)
    visits = chosen(options.seed, numbers, options.only, options.match)
    sys.exit(0 if asyncio.run(campaign(visits, options)) else 1)
