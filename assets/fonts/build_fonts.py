"""Make the three small font files in static/fonts from the full Be Vietnam Pro.

Run by hand, only when the face changes:
`python assets/fonts/build_fonts.py FOLDER_WITH_TTF` (needs fonttools and brotli).

Why not the ready-made web subsets: they lack ≥ ≤ ‰ ≈, which targets and estimates need.
Why a digits face: Be Vietnam Pro has no tabular figures, and a column of rates must line up.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parents[2] / "static" / "fonts"
TEXT = (
    "U+0020-007E,U+00A0-024F,U+02C6-02DD,U+0300-0309,U+0323,U+1EA0-1EF9,U+2009-2027,"
    "U+202F-203A,U+20AB,U+20AC,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"
)
DIGITS = "U+0030-0039"


def cut(source: Path, target: Path, unicodes: str, *, one_width: bool = False) -> None:
    """Write `target` (woff2): the glyphs of `unicodes` of `source`, digits of one width if asked."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["*"])
    if one_width:
        options.layout_features = []
    font = TTFont(source)
    wanted = subset.Subsetter(options)
    wanted.populate(unicodes=subset.parse_unicodes(unicodes))
    wanted.subset(font)
    if one_width:
        metrics = font["hmtx"].metrics
        names = [n for n in metrics if n != ".notdef"]
        widest = max(metrics[n][0] for n in names)
        for name in names:
            width, _ = metrics[name]
            shift = (widest - width) // 2
            glyph = font["glyf"][name]
            glyph.coordinates.translate((shift, 0))
            glyph.recalcBounds(font["glyf"])
            metrics[name] = (widest, glyph.xMin)
    font.flavor = "woff2"
    font.save(target)


def main(folder: str) -> None:
    """Cut regular, semi-bold and their digits from the TTF files in `folder`."""
    STATIC.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "SemiBold", "Bold"):
        source = Path(folder) / f"BeVietnamPro-{weight}.ttf"
        cut(source, STATIC / f"be-vietnam-pro-{weight.lower()}.woff2", TEXT)
        cut(source, STATIC / f"atlas-digits-{weight.lower()}.woff2", DIGITS, one_width=True)


if __name__ == "__main__":
    main(sys.argv[1])
