"""The plan of the house: rooms, circles, what is kept, and that the documents say the same as the tree."""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from base.settings import ROOT
from base.texts import Texts
from ui.frame.spec import ways
from ui.site import NAMES, SITE

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
ROOMS = (*SETTINGS["importlinter"]["root_packages"], "pages")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}
# What whoever comes next will want to change.
CHANGES = (
    "The headline of the gap map",
    "The headline of the equity page",
    "A column of the table of communes × indicators",
    "A slide of the trends page",
    "A page, also one with a filter of years",
    "A theme of the screen (light, dark, projector), or a colour",
    "A theme of indicators",
    "The boundaries of a first start",
    "A check on imports",
    "A column of an export",
    "Who may import",
    "A field of an indicator",
    "A kind of period",
    "A language",
)


def tracked(*endings: str) -> list[Path]:
    """Files of the repository, also new ones, with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.splitlines() if name.endswith(endings)]
    return [path for path in paths if path.exists()]


def sources() -> Iterator[tuple[str, Path, ast.Module]]:
    """Module name, path and syntax tree of every file of the rooms."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "versions" in path.parts:
                continue
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, path, ast.parse(path.read_text(encoding="utf-8"))


def rows_of(text: str, head: str) -> list[list[str]]:
    """The cells of the table in `text` whose first line begins with `head`."""
    lines = text[text.index(head) :].splitlines()
    found = []
    for line in lines[2:]:
        if line.startswith("<!--"):
            continue
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def test_no_files_import_each_other_in_a_circle():
    """Not even by an import inside a function, or one for types alone."""
    graph = grimp.build_graph(*ROOMS[:-1], exclude_type_checking_imports=False, cache_dir=None)
    reached: dict[str, set[str]] = {}

    def reach(module: str) -> set[str]:
        if module not in reached:
            reached[module] = set()
            todo = [module]
            while todo:
                for other in graph.find_modules_directly_imported_by(todo.pop()):
                    if other not in reached[module]:
                        reached[module].add(other)
                        todo.append(other)
        return reached[module]

    assert [module for module in sorted(graph.modules) if module in reach(module)] == []


def test_no_room_is_more_than_a_quarter_of_the_code():
    outside = {"tests", "docs"}
    lines = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked(".py", ".js")
        if path.relative_to(ROOT).parts[0] not in outside and "versions" not in path.parts
    }
    whole = sum(lines.values())
    shares = {
        room: sum(n for path, n in lines.items() if path.is_relative_to(ROOT / room)) / whole
        for room in (*ROOMS, "bench", "static")
    }
    assert {room: round(share, 3) for room, share in shares.items() if share > 0.25} == {}


def test_the_document_names_the_rooms_that_there_are():
    named = [row[0].strip("`") for row in rows_of(ARCHITECTURE, "| Room |")]
    assert sorted(named) == sorted(ROOMS)
    for room in named:
        assert (ROOT / room).is_dir()
    for folder in re.findall(r"`(\w+)`", " ".join(row[1] for row in rows_of(ARCHITECTURE, "| Room |"))):
        assert any(path.name == folder for room in ROOMS for path in (ROOT / room).iterdir()), folder


def test_the_document_draws_the_layers_that_are_held():
    (contract,) = [c for c in SETTINGS["importlinter"]["contracts"] if c["name"] == "Data flows one way"]
    assert f"`{' -> '.join(contract['layers'])}`" in ARCHITECTURE


def test_no_contract_has_an_exemption():
    for contract in SETTINGS["importlinter"]["contracts"]:
        assert "ignore_imports" not in contract, contract["name"]


def test_the_document_s_table_of_pages_is_made_of_what_pages_declare():
    say = Texts("en")
    made = [
        [
            say(spec.menu),
            "`/`" if at == 0 else f"`/{spec.name}`",
            ", ".join(f"`{param}`" for param in spec.reads) or "–",
            spec.about,
        ]
        for at, spec in enumerate(SITE)
    ]
    assert rows_of(ARCHITECTURE, "| Page |") == made


def test_pages_lead_to_each_other_by_what_is_opened_there_and_never_by_name():
    """A page that is renamed or left out must break no link unseen. Some names are words of the field as well, so that of these
    only addresses are looked at."""
    words = {"commune", "data"}
    named = []
    for name, _, tree in sources():
        if name.startswith(("pages", "ui.site")):
            continue
        strange = set(NAMES) - {name.split(".")[1] if name.startswith("ui.") else ""}
        for node in ast.walk(tree):
            is_address = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("link", "leave_for")
            if is_address and node.args and getattr(node.args[0], "value", None) in strange:
                named.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.Constant) and node.value in strange - words:
                named.append(f"{name}:{node.lineno}")
    assert sorted(set(named)) == []


def test_every_thing_that_is_opened_somewhere_has_a_page():
    asked = set()
    for name, _, tree in sources():
        if name.startswith("ui."):
            calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == "way"]
            asked |= {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert asked
    assert asked <= set(ways(SITE))


def test_the_walls_hold_every_page():
    """A contract that lists pages and forgets one holds nothing of it."""
    contracts = {each["name"]: each for each in SETTINGS["importlinter"]["contracts"]}
    walls = contracts["The frame knows no page, the map no frame, and no page another"]["layers"]
    assert set(NAMES) <= {name.strip() for layer in walls for name in layer.split("|")}
    silent = contracts["What a page shows knows no reader"]["source_modules"]
    assert {name for name in NAMES if not any(f"{each}.".startswith(f"ui.{name}.") for each in silent)} == set()


def test_each_page_has_its_folder_its_file_and_its_name():
    assert sorted(path.stem for path in (ROOT / "pages").glob("*.py")) == sorted(NAMES)
    assert [spec.name for spec in SITE] == list(NAMES)
    assert len({what for spec in SITE for what in spec.role.opens}) == sum(len(spec.role.opens) for spec in SITE)


def test_only_the_domain_turns_counts_into_values():
    """Whoever else multiplies or divides by the multiplier has a rule of a value of his own."""
    own = [
        f"{name}: {ast.unparse(node)}"
        for name, _, tree in sources()
        if not name.startswith("indicators.")
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div) and "multiplier" in ast.unparse(node)
    ]
    assert own == []


def test_what_is_kept_for_a_visit_is_named_in_one_place():
    """Elsewhere only widgets and components are asked for their own values, by the key with which they were drawn."""
    widgets = {
        "ui.frame.filters", "ui.frame.widgets", "ui.frame.send", "ui.frame.shell", "ui.map.component", "ui.data.versions",
    }  # fmt: skip
    users = {name for name, path, _ in sources() if "session_state" in path.read_text(encoding="utf-8")}
    assert users <= widgets | {"ui.state"}
    for name in widgets:
        text = (ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert "atlas_" not in re.findall(r"session_state\W+(\w+)", text), name
    state = (ROOT / "ui" / "state.py").read_text(encoding="utf-8")
    assert set(re.findall(r"session_state(?:\.\w+\(|\[)([^,\])]+)", state)) <= {"key", "Kept.SLIDERS"}


def test_everything_that_a_process_keeps_is_listed_with_its_life():
    kept = {
        name for path in ROOT.glob("*.py") for name in _set_from_outside(ast.parse(path.read_text(encoding="utf-8")))
    }
    for name, _, tree in sources():
        kept |= set(_set_from_outside(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and _keeps(node):
                kept.add(f"{name}.{node.name}")
        for node in tree.body:
            # What is filled while its own module is read (in capitals) is a constant afterwards.
            if isinstance(node, ast.Assign | ast.AnnAssign) and _is_empty_container(node.value):
                target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
                if not target.isupper():
                    kept.add(f"{name}.{target}")
    assert sorted(row[0].strip("`") for row in rows_of(ARCHITECTURE, "| Cache |")) == sorted(kept)


def _set_from_outside(tree: ast.Module) -> Iterator[str]:
    """Names of modules of ours that a file gives another value."""
    modules = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if (ROOT / node.module.replace(".", "/") / f"{alias.name}.py").exists()
    }
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) in modules:
                yield f"{modules[ast.unparse(target.value)]}.{target.attr}"


def _keeps(function: ast.FunctionDef) -> bool:
    """Whether a function is cached, or wraps others in a cache."""
    made = (each.func for each in ast.walk(function) if isinstance(each, ast.Call))
    return any(_is_cache(each) for each in (*function.decorator_list, *made))


def _is_cache(node: ast.expr) -> bool:
    named = node.func if isinstance(node, ast.Call) else node
    return getattr(named, "attr", getattr(named, "id", "")) in CACHES


def _is_empty_container(node: ast.expr | None) -> bool:
    """Whether a name is given something that is filled later."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", "")
        # A class of ours made without a word has nothing in it yet.
        return name == "ContextVar" or (
            not node.args and not node.keywords and (name in ("dict", "list", "set") or name[:1].isupper())
        )
    return (isinstance(node, ast.Dict) and not node.keys) or (isinstance(node, ast.List) and not node.elts)


def test_decisions_stand_newest_first_and_say_what_would_change_them():
    rooms = re.split(r"^## .*$", DECISIONS, flags=re.MULTILINE)[1:]
    assert len(rooms) > len(ROOMS)
    for room in rooms:
        decisions = re.split(r"\n\n(?=\*\*)", room.strip())
        days = [re.findall(r"(\d{4}-\d\d-\d\d)\)", decision)[:1] for decision in decisions]
        assert all(days)
        assert days == sorted(days, reverse=True), decisions[0]
        assert [each for each in decisions if each.count("\n*Would change it:* ") != 1] == []


def test_each_bench_that_a_decision_cites_is_there():
    parts = (ROOT / "bench" / "parts.py").read_text(encoding="utf-8")
    cited = re.findall(r"python -m bench (\w+)", DECISIONS)
    assert [name for name in cited if f'"{name}": Part(' not in parts] == []


def test_each_room_that_a_change_is_sent_to_exists():
    rows = rows_of(EXTENDING, "| What you want to change |")
    assert set(CHANGES) <= {what for what, _ in rows}
    for what, where in rows:
        places = re.findall(r"`([\w./]+)`", where)
        assert places, what
        for place in places:
            assert (ROOT / place).exists(), f"{what}: {place}"


def test_a_field_of_an_indicator_stands_in_each_file_that_it_is_sent_to():
    where = dict(rows_of(EXTENDING, "| What you want to change |"))["A field of an indicator"]
    for place in re.findall(r"`([\w/]+\.py)`", where):
        assert "denominator_from" in (ROOT / place).read_text(encoding="utf-8"), place


@pytest.mark.parametrize("ending", [".py", ".md", ".js", ".css", ".toml"])
def test_nothing_refers_to_a_text_that_is_not_here(ending: str):
    known = {path.name for path in tracked(".md", ".txt")}
    for path in tracked(ending):
        for name in re.findall(r"\b([\w-]+\.md)\b", path.read_text(encoding="utf-8")):
            assert name in known or name == "MORE.md", f"{path.relative_to(ROOT)} names {name}"


@pytest.mark.parametrize("ending", [".py", ".md", ".js", ".css", ".toml"])
def test_no_remark_refers_to_papers_or_paths_that_are_not_here(ending: str):
    """Neither to what was written before the code (a domain's facts, a design), nor to files and modules that have moved."""
    folders = sorted({path.relative_to(ROOT).parts[0] for path in tracked("") if path.parent != ROOT} - {".streamlit"})
    file = re.compile(
        rf"(?<![\w./-])((?:{'|'.join(map(re.escape, folders))})/[\w./-]+\.(?:py|js|css|md|toml|json|po))\b"
    )
    module = re.compile(rf"`((?:{'|'.join((*ROOMS, 'bench', 'harness', 'tests'))})(?:\.[a-z_]+)+)(?:\([^`]*\))?`")
    paper = re.compile(r"\bdomain(?: facts|:| §)|\bdesign(?:'s|:| §)")
    dead = []
    for path in tracked(ending):
        text = _remarks(path)
        gone = [name for name in file.findall(text) if not (ROOT / name).exists()]
        gone += [name for name in module.findall(text) if not _is_there(name)]
        gone += paper.findall(text)
        dead += [f"{path.relative_to(ROOT)}: {each}" for each in gone]
    assert dead == []


def _remarks(path: Path) -> str:
    """What a file says for people: comments and docstrings, of a document everything."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        comments = [
            each.string
            for each in tokenize.generate_tokens(io.StringIO(text).readline)
            if each.type == tokenize.COMMENT
        ]
        said = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr))
        return "\n".join((*comments, *(str(each.value) for each in said if isinstance(each, ast.Constant))))
    if path.suffix == ".md":
        return text
    return "\n".join(re.findall(r"#.*" if path.suffix == ".toml" else r"//.*|/\*(?s:.)*?\*/", text))


def _is_there(dotted: str) -> bool:
    """Whether a module, or a name in one, is there; a file's name (`indicators.toml`) is none of ours."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:count])
        code = next((each for each in (place.with_suffix(".py"), place / "__init__.py") if each.exists()), None)
        if code is not None or place.is_dir():
            rest = parts[count:]
            return not rest or rest[0] == "toml" or (code is not None and rest[0] in _names(code))
    return False


def _names(code: Path) -> set[str]:
    return set(re.findall(r"\w+", code.read_text(encoding="utf-8")))
