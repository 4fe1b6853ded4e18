"""What the reader sees, in the reader's language. Sources are English; `assets/locale/vi.po` is Vietnamese.

The catalogue is compiled in memory when first asked for, so that no binary lies in the repository
and an edited translation needs no build step.
"""

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
# Not of base.settings, whose province file is read with sentences of this module.
_CATALOGUES = Path(__file__).resolve().parents[1] / "assets" / "locale"
NBSP = "\u00a0"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = _CATALOGUES / f"{language}.po"
    if language == "en":
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def marked(text: str) -> str:
    """`text` itself: marks a constant for translation where no `Texts` is at hand yet."""
    return text


@dataclass(frozen=True)
class Texts:
    """The texts of one language. Called `say` wherever it is passed: `say("Not reported")`."""

    language: str = DEFAULT_LANGUAGE

    def __call__(self, message: str, /, **values: Any) -> str:
        """`message` translated, its {placeholders} filled; '' stays '', which gettext takes for the catalogue's own head."""
        if not message:
            return ""
        translated = _catalogue(self.language).gettext(message)
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, count: float, /, **values: Any) -> str:
        """`one` or `many` by `count`, translated and filled; `{n}` must be given in `values` if used."""
        number = 1 if count == 1 else 2
        return _catalogue(self.language).ngettext(one, many, number).format(**values)
