"""Makes what is needed next in a thread of its own, while the device computes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def prefetch(items: Iterable[Item], ahead: int = 4) -> Generator[Item, None, None]:
    """Yield the items in their order, up to ``ahead`` of them made before they are asked for.

    What goes wrong while one is made is raised where that one is asked for.
    """
    ready: queue.Queue[tuple[bool, Item | BaseException | None]] = queue.Queue(ahead)
    done = threading.Event()

    def hand_over(going_on: bool, item: Item | BaseException | None) -> bool:
        while not done.is_set():
            try:
                ready.put((going_on, item), timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not hand_over(True, item):
                    return
        except BaseException as error:
            hand_over(False, error)
        else:
            hand_over(False, None)

    thread = threading.Thread(target=work, name="prefetch", daemon=True)
    thread.start()
    try:
        while True:
            going_on, item = ready.get()
            if not going_on:
                if isinstance(item, BaseException):
                    raise item
                return
            yield item  # type: ignore[misc]
    finally:
        done.set()
        thread.join()
