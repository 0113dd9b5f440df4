"""The suite in several processes (`pytest -n`): they share one lab, and each begins with what waits the most.

The process that hands out the tests starts the lab for the browser tests of all the others, and ends it.
"""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.lab_server import free_port, lab_process

TESTS = Path(__file__).resolve().parent
BROWSER = TESTS / "browser"
SHARED_LAB = "tests.browser.shared_lab"
LAB = "lab"  # among what each process is told: the address of the lab that all share
_ADDRESS = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Starts the lab, if there are several processes and a browser test is among what they are asked for."""
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    covers = any(path.is_relative_to(BROWSER) or BROWSER.is_relative_to(path) for path in asked)
    if is_one_of_several(config) or not config.getoption("numprocesses", None) or not covers:
        return
    port, stack = free_port(), ExitStack()
    config.add_cleanup(stack.close)
    stack.enter_context(lab_process(port, module=SHARED_LAB))  # it is up once they have collected
    config.stash[_ADDRESS] = f"http://127.0.0.1:{port}"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tells one of several processes, before it begins, where the lab is."""
    node.workerinput[LAB] = node.config.stash.get(_ADDRESS, None)  # type: ignore[attr-defined]


def is_one_of_several(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Lets each process begin with its share of what starts servers and browsers.

    Each is given an equal part of the list as it stands, and who has done it takes over the end of another's:
    so what takes long stands at the beginnings of the parts, and none is left for the end, where a process
    would be alone with it. Modules beside the browser's stay whole, for they may have a server for all
    their tests.
    """
    if not is_one_of_several(config):
        return
    count = int(config.workerinput["workercount"])  # type: ignore[attr-defined]
    items[:] = dealt_out(items, count)


def dealt_out(items: list[pytest.Item], count: int) -> list[pytest.Item]:
    """The items in an order whose `count` equal parts each begin with a share of what waits the most."""
    groups: dict[str, list[pytest.Item]] = {}
    quick = []
    for item in items:
        if item.path.parent == BROWSER:
            groups[item.nodeid] = [item]
        elif item.path.parent == TESTS:
            groups.setdefault(str(item.path), []).append(item)
        else:
            quick.append(item)
    shares: list[list[pytest.Item]] = [[] for _process in range(count)]
    for place, group in enumerate(groups.values()):
        shares[place % count] += group
    ordered, at = [], 0
    for place, share in enumerate(shares):
        size = (len(items) - len(ordered)) // (count - place)  # as xdist parts the list
        more = max(0, size - len(share))
        ordered += share + quick[at : at + more]
        at += more
    return ordered + quick[at:]
