"""Documents: Streamlit's own in the reader's language, with our letters and our frame; and what stands at an unknown address.

The first document speaks Vietnamese (English with `lang=en`), preloads our font instead of Streamlit's (170 kB) and the modules that
draw the frame of a page. What Streamlit writes before it knows the theme is in our face too.
"""

import json
import re
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from base import settings
from base.static_files import content_hash
from base.texts import LANGUAGES, Texts

STREAMLIT_FILES = Path(st.__file__).parent / "static"
# Streamlit's own upright face, which it draws with until our theme has come, as its style sheet names it.
_OWN_FACE = re.compile(r"\.\./media/SourceSansVF-Upright[^)]*")
# Streamlit names them only in its first answer, and the entry names the others: three waits one after the other otherwise.
_FRAME = ("shell.js", "shell/header.js", "shell/sheet.js")
_UNKNOWN_STYLE = Markup(
    "body{font:18px/1.5 'Be Vietnam Pro',system-ui,sans-serif;margin:0;background:#F6F8F9;color:#15202B}main{max-width:40rem;margin:12vh auto;"
    "padding:0 24px}h1{font-size:28px;margin:8px 0}.brand{font-weight:600}a{font-weight:600;color:#0B6E69}"
    "@media (prefers-color-scheme:dark){body{background:#0F151B;color:#EAF0F5}a{color:#56C7BC}}"
)


def prefix() -> str:
    """What stands before every path, with its slash: '' unless a proxy serves us below a folder."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def first_document(language: str) -> str:
    """Streamlit's index.html in the page's language, our title, our fonts preloaded in place of its own, and our frame.

    Raises ValueError if Streamlit's document no longer has what is replaced here.
    """
    html = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    version = content_hash()
    preloads = "\n".join(
        [
            *(
                f'    <link rel="preload" href="./{url}" as="font" type="font/woff2" crossorigin />'
                for url in _our_faces("400", "600")
            ),
            *(f'    <link rel="modulepreload" href="./app/static/{name}?v={version}" />' for name in _FRAME),
        ]
    )
    needs_script = {
        "vi": "Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại.",
        "en": "This page needs JavaScript. Switch it on in your browser and load the page again.",
    }[language]
    for pattern, text in (
        (r'<html lang="en">', f'<html lang="{language}">'),
        (r"<title>.*?</title>", f"<title>{'Child Atlas' if language == 'en' else 'Atlas Trẻ em'}</title>"),
        (r'[ \t]*<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*/>', preloads),
        # Without it, Streamlit's script first looks for the server below the page's own address, and fails there.
        (
            r"(?=<script)",
            f'<script>window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "{prefix()}/" }}</script>\n    ',
        ),
        # Before Streamlit opens its socket.
        (r'(?=<script type="module")', _line_script()),
        (r"<noscript>.*?</noscript>", f"<noscript>{needs_script}</noscript>"),
    ):
        html, found = re.subn(pattern, text.replace("\\", r"\\"), html, count=1, flags=re.DOTALL)
        if not found:
            raise ValueError(f"Streamlit's index.html has no {pattern!r}: server.documents must follow its new form")
    return html


def _our_faces(*weights: str) -> list[str]:
    """The addresses of our own letters of these weights, from the root of the server."""
    return [face["url"] for face in st.get_option("theme.fontFaces") or () if face["weight"] in weights]


def with_our_face(sheet: str) -> str:
    """A style sheet of Streamlit's that draws with our letters, by the address at which the first document has them fetched."""
    return _OWN_FACE.sub(f"../../{_our_faces('400')[0]}", sheet)


def _line_script() -> str:
    """The script that watches the line, with what it tells the reader in each language. Within the document: it must run before
    Streamlit, and a request more is what a slow line feels."""
    told = {}
    for language in LANGUAGES:
        say = Texts(language)
        told[language] = say("The server can't be reached. What you see stays readable; the page goes on by itself.")
    words = Markup.escape(json.dumps(told, ensure_ascii=False))
    code = (settings.STATIC / "line.js").read_text(encoding="utf-8")
    return f'<script type="module" data-line="{words}">\n{code}</script>\n    '


def unknown_document(language: str) -> str:
    """What stands at an address that no page has."""
    say = Texts(language)
    return Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex"><title>{}</title><style>{}</style></head><body><main><p class="brand">{}</p><h1>{}</h1>'
        '<p>{}</p><p><a href="{}/?lang={}">{}</a></p></main></body></html>'
    ).format(
        language,
        say("Child Atlas"),
        _UNKNOWN_STYLE,
        f"{say('Child Atlas')} · {settings.province().name(language)}",
        say("There is no such page."),
        say("The address may be mistyped, or the page has moved."),
        prefix(),
        language,
        say("Go to the overview"),
    )


def documents() -> list[str]:
    """Every document that we send: ours in each language, and Streamlit's own, which it falls back on."""
    own = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    return [*(first_document(language) for language in ("vi", "en")), own]
