"""What a page tells the browser: every message of a run, its HTML, its banners, its map."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

from harness.packed import unpacked


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def protos(page: AppTest) -> list[Any]:
    """The protobuf messages of all elements, in the order of the page."""
    return [proto for node in _nodes(page._tree) if (proto := getattr(node, "proto", None)) is not None]


def components(page: AppTest, name: str) -> list[dict[str, Any]]:
    """The data of every component of ours called `name` ('header', 'sheet', 'commune_map' …)."""
    named = [p for p in protos(page) if getattr(p, "component_name", "") == f"atlas_{name}"]
    return [json.loads(p.json) for p in named]


def everything(page: AppTest) -> str:
    """All that travels to the browser as one text, JSON escapes undone; what is not in here, no reader can find."""
    parts = []
    for proto in protos(page):
        parts.append(proto.SerializeToString().decode("utf-8", "replace"))
        if getattr(proto, "json", ""):
            message = json.loads(proto.json)
            parts.append(json.dumps(message, ensure_ascii=False))
            # Rows travel as what differs between them.
            parts.append(json.dumps(sheet_html(message), ensure_ascii=False))
    return unescape("\n".join(parts)).replace("\xa0", " ")


def html(page: AppTest) -> str:
    """The HTML of all sheets, in order."""
    return unescape("\n".join(map(sheet_html, components(page, "sheet")))).replace("\xa0", " ")


def sheet_html(message: dict[str, Any]) -> str:
    """The HTML of one sheet; '' of anything else."""
    return unpacked(message["parts"]) if "parts" in message else ""


def heading(page: AppTest) -> str:
    """The page's h1 as a wide screen reads it."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html(page), re.DOTALL)
    assert found, "the page has no heading"
    wide = re.search(r'<span class="wide">(.*?)</span>', found[1], re.DOTALL)
    return plain(wide[1] if wide else found[1])


def claim(page: AppTest) -> str:
    """What a slide's h1 claims: without the subject, where that stands above it."""
    found = re.search(r"<h1[^>]*>(?:<span>.*?</span>)?(.*?)</h1>", html(page), re.DOTALL)
    assert found, "the slide has no title"
    return plain(found[1])


def plain(markup: str) -> str:
    """Text without tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", "", markup).split())


def banners(page: AppTest) -> list[str]:
    """The lines under the header."""
    return [" ".join(filter(None, (b["strong"], b["text"]))) for b in components(page, "header")[0]["banners"]]


def alerts(page: AppTest) -> list[str]:
    """The sentences that stand where a page could not be drawn."""
    bodies = [getattr(proto, "body", "") for proto in protos(page)]
    return [plain(unescape(re.split("</p>", body)[0])) for body in bodies if 'role="alert"' in body]


def the_map(page: AppTest) -> dict[str, Any]:
    """The message of the one map of the page."""
    (message,) = components(page, "commune_map")
    return message
