"""What a server does before anybody comes: it reads in what its pages are made of."""

import gc
import pkgutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any

# The collector looks at new objects after so many, after 20 looks at those that outlived them, after 50 of
# these at all. Python's own 700, 10, 10 take a tenth of what a run of a page does, and stop all others.
LOOKS = (10_000, 20, 50)
# Seconds that a message waits for the lock which a run of a page holds; Python has 0.005.
TURN = 0.001


def ready(*packages: str) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """The lifespan of a server that has imported every module of `packages` before it answers.

    Otherwise the first visitor of a page waits for that, and all others with them. What was read in stays for
    good, so the collector is told to look at it no more: one look takes as long as several runs of a page.
    """

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        for package in packages:
            path = import_module(package).__path__
            for module in pkgutil.walk_packages(path, f"{package}."):
                import_module(module.name)
        sys.setswitchinterval(TURN)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*LOOKS)
        yield

    return lifespan
