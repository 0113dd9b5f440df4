"""What a server, its helper processes and this driver take of the machine."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil


@dataclass(frozen=True)
class Use:
    """Seconds of a processor so far, and what is there now; memory in MB.

    server: the processes that run Streamlit. helpers: all others below it: training, and a proxy. machine:
    everything that ran on the machine, so that others are seen.
    """

    when: float
    server: float
    helpers: float
    driver: float
    machine: float
    memory: float
    helpers_memory: float
    helpers_count: int


@dataclass
class Watch:
    """begun, ended: around what was watched; between: now and then meanwhile."""

    begun: Use
    ended: Use
    between: list[Use] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return self.ended.when - self.begun.when

    def cores(self, who: str) -> float:
        """Seconds of a processor in a second, for a field of `Use`."""
        taken: float = getattr(self.ended, who) - getattr(self.begun, who)
        return taken / self.seconds

    @property
    def cores_of_others(self) -> float:
        ours = sum(self.cores(who) for who in ("server", "helpers", "driver"))
        return max(0.0, self.cores("machine") - ours)

    def most(self, what: str) -> float:
        """The largest value that was seen of a field of `Use`."""
        return max(getattr(use, what) for use in (self.begun, *self.between, self.ended))


def used(pid: int) -> Use:
    """What the process and all below it have used."""
    root = psutil.Process(pid)
    server = helpers = memory = helpers_memory = 0.0
    count = 0
    for process in (root, *root.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess), process.oneshot():
            times, resident = process.cpu_times(), process.memory_info().rss / 2**20
            helpers += times.children_user + times.children_system  # of those that have ended
            if "streamlit" in process.cmdline():
                server += times.user + times.system
                memory += resident
            elif process.pid != pid:
                helpers += times.user + times.system
                helpers_memory += resident
                count += 1
    own, all_of_it = psutil.Process().cpu_times(), psutil.cpu_times()
    machine = all_of_it.user + all_of_it.nice + all_of_it.system + all_of_it.irq + all_of_it.softirq
    driver = own.user + own.system
    return Use(time.monotonic(), server, helpers, driver, machine, memory, helpers_memory, count)


@asynccontextmanager
async def watched(pid: int, every: float = 1.0) -> AsyncIterator[Watch]:
    """What is used within the block."""
    begun = await asyncio.to_thread(used, pid)
    watch = Watch(begun, begun)

    async def look() -> None:
        while True:
            await asyncio.sleep(every)
            watch.between.append(await asyncio.to_thread(used, pid))

    looking = asyncio.create_task(look())
    try:
        yield watch
    finally:
        looking.cancel()
        watch.ended = await asyncio.to_thread(used, pid)
