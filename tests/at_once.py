"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

DONE = "done"


def at_once(*works: Callable[[], object], refusals: tuple[type[Exception], ...]) -> list[str]:
    """Run all at the same moment; the names of what came out of each, in their order.

    Anything but one of the refusals, such as a deadlock, is raised.
    """
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        barrier.wait()
        try:
            work()
        except refusals as error:
            return type(error).__name__
        else:
            return DONE
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
