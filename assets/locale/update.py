"""Bring assets/locale/vi.po in line with the texts in the code: `python assets/locale/update.py [MORE.po …]`.

New texts get an empty translation (the tests name them), texts no longer used go. Further catalogues fill gaps.
"""

import ast
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "assets" / "locale" / "vi.po"
KEYWORDS = {"say": None, "marked": None, "plural": (1, 2)}
ROOMS = (
    "base", "indicators", "data_access", "intake", "installation", "geo", "charts", "exports", "server", "ui", "pages", "cli",
)  # fmt: skip


def extracted() -> Catalog:
    """All texts of the code, with the files that use them."""
    found = Catalog(locale="vi", charset="utf-8", fuzzy=False)
    for room in ROOMS:
        for file, _, message, _, _ in extract_from_dir(ROOT / room, keywords=KEYWORDS):
            found.add(message, locations=[(f"{room}/{file}", 0)])
        for path in sorted((ROOT / room).rglob("*.py")):
            for pair in plurals(path.read_text(encoding="utf-8")):
                found.add(pair, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def plurals(code: str) -> list[tuple[str, str]]:
    """Singular and plural of each `plural(…)` in `code`: Babel forgets the plural where another call stands inside."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and len(node.args) > 1)
    pairs = [
        tuple(each.value for each in call.args[:2] if isinstance(each, ast.Constant))
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "plural"
    ]
    return [pair for pair in pairs if len(pair) == 2]


def main(*others: str) -> None:
    """Write the catalogue and print what is not translated."""
    known: dict[str, object] = {}
    for path in (*map(Path, others), CATALOGUE):
        if path.exists():
            with path.open("rb") as source:
                for message in read_po(source, locale="vi"):
                    if (
                        message.id
                        and message.string
                        and (message.string if isinstance(message.string, str) else message.string[0])
                    ):
                        known[_key(message.id)] = message.string
    catalogue = extracted()
    missing = []
    for message in catalogue:
        if not message.id:
            continue
        translation = known.get(_key(message.id))
        plural = isinstance(message.id, tuple | list)
        if translation is None:
            missing.append(message.id)
            continue
        first = translation if isinstance(translation, str) else translation[0]  # type: ignore[index]
        message.string = (first,) if plural else first
    with CATALOGUE.open("wb") as target:
        write_po(target, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    for text in missing:
        print(f"not translated: {text!r}")  # noqa: T201 a tool for the terminal


def _key(message: object) -> str:
    return message if isinstance(message, str) else message[0]  # type: ignore[index,return-value]


if __name__ == "__main__":
    main(*sys.argv[1:])
