"""static/tokens.css says what assets/tokens.json says, theme by theme."""

import json
import re

import pytest

from base.palette import THEMES
from base.settings import ASSETS, STATIC

SELECTORS = {
    "light": ':root,\n:host,\n[data-theme="light"]',
    "dark": '[data-theme="dark"]',
    "projector": '[data-theme="projector"]',
}


def declared() -> dict[str, dict[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "tokens.css").read_text(encoding="utf-8"), flags=re.S)
    rules = re.findall(r"([^{}]+)\{([^}]*)\}", css)
    return {selector.strip(): dict(re.findall(r"--atlas-([\w-]+): (#[0-9A-F]{6});", body)) for selector, body in rules}


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_holds_the_tokens_of_each_theme(theme: str) -> None:
    tokens = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))[theme]
    expected = {}
    for name, value in tokens.items():
        name = name.replace("_", "-")
        expected.update(
            {f"{name}-{i}": each for i, each in enumerate(value)} if isinstance(value, list) else {name: value}
        )
    assert declared()[SELECTORS[theme]] == expected


def test_the_style_sheet_holds_nothing_else() -> None:
    assert set(declared()) == set(SELECTORS.values())
