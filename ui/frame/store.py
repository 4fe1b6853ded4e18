"""The one store of what was made for readers: values by a key, compressed, bounded in bytes, made once for all who ask at a time."""

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

import streamlit as st

T = TypeVar("T")

MOST_BYTES = 64 * 2**20
"""A page takes 5 to 20 kB, the country's map 300: thousands of views."""
KEY_BYTES = 3_000
"""What the key of a value takes beside it, with a long address in it."""
# Higher levels cost a known view more time than a new one gains room.
_LEVEL = 1


@dataclass
class _Making:
    """Who makes a value, and how many wait for it."""

    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


class Store:
    """Values by key; those that were asked for longest ago go first once all together are larger than `most_bytes`.

    A value is pickled, so who takes it out has a copy of his own; it comes from this process alone and never leaves it.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._packed: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, _Making] = {}
        self.bytes = 0
        self.made = 0

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._packed

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`; made if there is none yet. Whoever asks for it meanwhile waits. What `make` raises is kept for nobody."""
        found = self.get(key)
        if found is None:
            with self._only_one(key):
                found = self.get(key)
                if found is None:
                    found = make()
                    self.put(key, found)
        return cast(T, found)

    def get(self, key: Hashable) -> Any | None:
        """The value of `key`; None if there is none."""
        found = self._found(key)
        return None if found is None else pickle.loads(zlib.decompress(found))  # noqa: S301 made by this process

    def put(self, key: Hashable, value: object) -> None:
        """Keep `value` as that of `key`."""
        packed = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _LEVEL)
        with self._lock:
            self.made += 1
            before = self._packed.pop(key, None)
            self.bytes += len(packed) + KEY_BYTES - (0 if before is None else len(before) + KEY_BYTES)
            self._packed[key] = packed
            while self.bytes > self._most:
                _, oldest = self._packed.popitem(last=False)
                self.bytes -= len(oldest) + KEY_BYTES

    def _found(self, key: Hashable) -> bytes | None:
        with self._lock:
            found = self._packed.get(key)
            if found is not None:
                self._packed.move_to_end(key)
            return found

    @contextmanager
    def _only_one(self, key: Hashable) -> Iterator[None]:
        with self._lock:
            making = self._making.setdefault(key, _Making())
            making.waiting += 1
        try:
            with making.lock:
                yield
        finally:
            with self._lock:
                making.waiting -= 1
                if not making.waiting:
                    del self._making[key]


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The store of this process."""
    return Store()
