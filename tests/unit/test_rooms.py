"""Who may import whom, where import-linter doesn't look: tests and benches import the harness, not each other."""

import ast
from pathlib import Path

from base.settings import ROOT

_BESIDE = {"tests", "bench", "harness"}
# Those that run the benches import them, of course.
_OF_BENCHES = ROOT / "tests" / "bench"


def _imported(path: Path) -> set[str]:
    """The first names of all that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _importing(folder: Path, *names: str) -> list[str]:
    files = [path for path in folder.rglob("*.py") if _OF_BENCHES not in path.parents]
    assert files
    return [str(path.relative_to(ROOT)) for path in files if _imported(path) & set(names)]


def test_benches_import_no_tests_and_tests_no_benches():
    assert _importing(ROOT / "bench", "tests") == []
    assert _importing(ROOT / "tests", "bench") == []


def test_what_both_share_imports_neither():
    assert _importing(ROOT / "harness", "tests", "bench") == []


def test_the_app_imports_none_of_them():
    rooms = {path.parent for path in ROOT.glob("*/*.py")} - {ROOT / name for name in _BESIDE}
    assert {ROOT / "ui", ROOT / "pages", ROOT / "cli"} <= rooms
    assert [each for room in sorted(rooms) for each in _importing(room, *_BESIDE)] == []
    assert not [path.name for path in ROOT.glob("*.py") if _imported(path) & _BESIDE]


def test_asynchronous_code_is_asked_in_a_thread_of_its_own():
    """In the process of a browser's tests a loop runs already: such a test would fail by the order in which files come."""
    asked = []
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "run" and getattr(node.value, "id", "") == "asyncio":
                asked.append(f"{path.name}:{node.lineno}")
    assert asked == [], "use harness.loop.done"
