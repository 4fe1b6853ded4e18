"""Streamlit's theme and fonts are the tokens and the files we ship; what a closed network forbids is off."""

import hashlib
import tomllib
from typing import Any

import pytest

from base.palette import palette
from base.settings import ROOT, STATIC


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_colours_are_the_tokens(config: dict[str, Any], theme: str) -> None:
    tokens = palette(theme)
    assert config["theme"][theme] == {
        "primaryColor": tokens.accent,
        "backgroundColor": tokens.page,
        "secondaryBackgroundColor": tokens.card,
        "textColor": tokens.text,
        "linkColor": tokens.accent,
        "borderColor": tokens.control,
        "dataframeBorderColor": tokens.line,
        "dataframeHeaderBackgroundColor": tokens.card,
        "dataframeHeaderTextColor": tokens.muted,
    }


def test_fonts_are_ours_and_asked_for_by_their_content(config: dict[str, Any]) -> None:
    faces = config["theme"]["fontFaces"]
    assert {face["weight"] for face in faces} == {"400", "600", "700"}
    for face in faces:
        address, _, version = face["url"].partition("?v=")
        content = (STATIC / address.removeprefix("app/static/")).read_bytes()
        assert version == hashlib.sha256(content).hexdigest()[:12]


@pytest.mark.parametrize(
    ("section", "option", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "minimal"),
        ("logger", "hideWelcomeMessage", True),
        ("runner", "postScriptGC", False),
        ("server", "address", "127.0.0.1"),
        ("server", "enableStaticServing", True),
    ],
)
def test_what_safety_rests_on_is_set(config: dict[str, Any], section: str, option: str, value: object) -> None:
    assert config[section][option] == value
