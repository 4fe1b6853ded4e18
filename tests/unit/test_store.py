"""The store of what pages send: a copy for everyone, made once, never larger than it may be."""

import threading

import hypothesis.strategies as st
import pytest
from hypothesis import given

from ui.frame.store import KEY_BYTES, Store


def test_a_value_is_made_once_and_each_gets_his_own_copy():
    kept = Store()
    made = []
    first, second = (kept.once("key", lambda: made.append(1) or {"rows": [1, 2]}) for _ in range(2))
    assert first == second == {"rows": [1, 2]}
    second["rows"].append(3)
    assert kept.get("key") == {"rows": [1, 2]}
    assert made == [1]


def test_whoever_asks_meanwhile_waits_and_gets_the_same():
    kept, made, found = Store(), [], []
    begun, go_on = threading.Event(), threading.Event()

    def make() -> str:
        made.append(1)
        begun.set()
        assert go_on.wait(10)
        return "value"

    readers = [threading.Thread(target=lambda: found.append(kept.once("key", make))) for _ in range(8)]
    for each in readers:
        each.start()
    assert begun.wait(10)
    kept.put("other", 1)
    assert kept.get("other") == 1, "other keys do not wait"
    go_on.set()
    for each in readers:
        each.join(10)
    assert found == ["value"] * 8
    assert made == [1]


def test_what_could_not_be_made_is_tried_again():
    kept = Store()

    def fails() -> str:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept.once("key", fails)
    assert kept.once("key", lambda: "made") == "made"


@given(st.lists(st.tuples(st.integers(0, 20), st.binary(max_size=3000)), max_size=60), st.integers(500, 20_000))
def test_it_is_never_larger_than_it_may_be_and_counts_right(puts: list[tuple[int, bytes]], most: int):
    kept = Store(most)
    last: dict[int, bytes] = {}
    for key, value in puts:
        kept.put(key, value)
        last[key] = value
        assert 0 <= kept.bytes <= most
        assert kept.get(key) in (value, None)
    assert all(kept.get(key) in (value, None) for key, value in last.items())
    assert (kept.bytes == 0) == (len(kept) == 0)


def test_what_was_asked_for_longest_ago_goes_first():
    kept = Store(3 * KEY_BYTES + 3000)
    values = {name: bytes(range(256)) * 4 + name.encode() * 3 for name in "abcdefghijklmnop"}
    for name, value in values.items():
        kept.get("a")
        kept.put(name, value)
    assert kept.get("a") == values["a"], "it was asked for all the time"
    assert kept.get("p") == values["p"]
    assert kept.get("b") is None
