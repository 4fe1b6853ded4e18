"""HTML as a browser puts it together again from what travels, as static/shell/sheet.js does."""

from collections.abc import Sequence

from ui.frame.packed import Packed


def unpacked(parts: Packed) -> str:
    """The HTML that was packed."""
    return "".join(
        piece if isinstance(piece, str) else _unrolled(parts["patterns"][int(piece[0])], piece[1:])
        for piece in parts["pieces"]
    )


def _unrolled(pattern: Sequence[str | int], row: Sequence[str | int]) -> str:
    return "".join(each if isinstance(each, str) else str(row[each]) for each in pattern)
