from hypothesis import given
from hypothesis import strategies as st

from charts.placing import Label, label_width, spread_labels


def spread(heights, *, inner=400.0, line=20.0):
    labels = [Label(h, str(i), "#000") for i, h in enumerate(heights)]
    return spread_labels(labels, (0.0, 100.0), inner_px=inner, line_px=line)


def test_labels_with_room_stay_where_they_are():
    assert [label.y for label in spread([10, 50, 90])] == [90, 50, 10]


def test_crowded_labels_move_apart_in_their_order():
    # 20 px of 400 px are 5 units.
    assert [(label.text, label.y) for label in spread([50, 51, 52])] == [("2", 52), ("1", 47), ("0", 42)]


def test_labels_at_the_floor_are_pushed_up():
    assert [label.y for label in spread([0, 1, 2])] == [10, 5, 0]


@given(st.lists(st.floats(0, 100), max_size=12))
def test_no_two_overlap_and_none_leaves_the_picture(heights):
    placed = [label.y for label in spread(heights)]
    gaps = [a - b for a, b in zip(placed, placed[1:], strict=False)]
    assert all(gap >= 5 - 1e-9 for gap in gaps)
    assert all(-1e-9 <= y <= 100 + 1e-9 for y in placed)


def test_the_widest_row_counts_without_its_marks():
    assert label_width([Label(0, "ab<br><b>abcd</b>", "#000")], 10) == label_width([Label(0, "abcd", "#000")], 10)
