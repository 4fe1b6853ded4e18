"""Where everything stands in the picture of completeness, and how a cell looks in each status.

One drawing per column and status is made once and named; a row then says only where it departs from what most communes
do. So the picture stays small, and yet every cell can be pointed at and says what it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts, marked
from indicators.catalogue import Catalogue
from indicators.periods import Kind, Period, parse
from indicators.themes import THEMES

WORDS = {
    "o": marked("On time"),
    "l": marked("Late"),
    "p": marked("Provisional"),
    "q": marked("Provisional, late"),
    "h": marked("Some former communes missing"),
    "m": marked("Not reported"),
    "n": marked("Not due"),
    "x": marked("Not applicable"),
}
"""What each look means. A look is a letter: of a status, and q for a provisional report that came late."""

_LOOKS = {
    "on_time": "o", "late": "l", "provisional": "p", "partial": "h", "missing": "m", "not_due": "n", "not_applicable": "x",
}  # fmt: skip
_WITH_DAY = "mn"

# In the picture's own units, which are pixels at full size.
ROW, _CELL_HEIGHT, _GAP = 17, 15, 2
_PITCH, _LEAST = 18, 46
_TIGHT_PITCH, _TIGHT_LEAST, _MANY, _CROWD = 11, 31, 56, 20  # where there are more columns, or indicators, than so many
_INDICATOR_GAP, _THEME_GAP = 6, 14
_LINE, _LETTER = 15, 7.0  # height of a line of the heads, mean width of a letter
_THEME_HEIGHT, _NAME_HEIGHT = 40, 150

HATCH = Markup(
    '<pattern id="hatch" width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="4.5" height="4.5" fill="var(--atlas-blank)"/><rect width="1.7" height="4.5" fill="var(--atlas-worse)"/></pattern>'
)


@dataclass(frozen=True)
class Column:
    """One period of one indicator. x: of its cells; width: of a cell; name: of its drawings, before the look's letter."""

    indicator: str
    period: str
    x: float
    width: float
    name: str


@dataclass(frozen=True)
class Block:
    """The columns of one indicator."""

    indicator: str
    theme: str
    x: float
    width: float
    columns: tuple[Column, ...]


def looks(facts: pd.DataFrame) -> pd.Series:
    """The letter by which each row of COMPLETENESS is drawn."""
    return facts["status"].map(_LOOKS).mask((facts["status"] == "provisional") & facts["late"], "q")


def blocks(facts: pd.DataFrame, catalogue: Catalogue) -> list[Block]:
    """Where each indicator of COMPLETENESS stands: by theme, in the catalogue's order; parts of years before years."""
    periods = {code: parse(code) for code in facts["period"].unique()}
    of_each = facts[["indicator", "period"]].drop_duplicates().groupby("indicator", sort=False)["period"].agg(list)
    tight = sum(map(len, of_each)) > _MANY or len(of_each) > _CROWD
    pitch, least = (_TIGHT_PITCH, _TIGHT_LEAST) if tight else (_PITCH, _LEAST)
    made: list[Block] = []
    x, count = 0.0, 0
    for indicator in (i for theme in THEMES for i in catalogue if i.theme == theme and i.code in of_each.index):
        if made:
            x += _INDICATOR_GAP if made[-1].theme == indicator.theme else _THEME_GAP
        codes = sorted(of_each[indicator.code], key=lambda code: (periods[code].is_annual, periods[code]))
        width = max(least, pitch * len(codes))
        first = x + (width - pitch * len(codes) + _GAP) / 2
        columns = tuple(
            Column(indicator.code, code, first + n * pitch, pitch - _GAP, f"{count + n}")
            for n, code in enumerate(codes)
        )
        count += len(codes)
        made.append(Block(indicator.code, indicator.theme, x, width, columns))
        x += width
    return made


def width(of: Sequence[Block]) -> float:
    """How wide the picture is."""
    return of[-1].x + of[-1].width


def shape(look: str, x: float, size: float, *, y: float = 1.0, height: float = _CELL_HEIGHT) -> Markup:
    """One cell. Shape, pattern and colour all tell the status; the colours are those of the style sheet."""
    box = Markup("M{:g} {:g}h{:g}v{:g}h-{:g}z").format(x, y, size, height, size)
    # A corner that is missing: seen from near, and from afar quieter than a report that is not there.
    notch = Markup('<path class="c-l" d="M{:g} {:g}h{:g}v{:g}z"/>').format(x + size * 0.4, y, size * 0.6, height * 0.6)
    match look:
        case "o":
            return Markup('<path class="c-o" d="{}"/>').format(box)
        case "l":
            return Markup('<path class="c-o" d="{}"/>{}').format(box, notch)
        case "p" | "q":
            inner = Markup("M{:g} {:g}h{:g}v{:g}h-{:g}z").format(
                x + 0.75, y + 0.75, size - 1.5, height - 1.5, size - 1.5
            )
            return Markup('<path class="c-p" d="{}"/>{}').format(inner, notch if look == "q" else "")
        case "h":
            half = Markup("M{:g} {:g}h{:g}v{:g}h-{:g}z").format(x, y + height / 2, size, height / 2, size)
            return Markup('<path class="c-m" d="{}" fill="url(#hatch)"/><path class="c-o" d="{}"/>').format(box, half)
        case "m":
            return Markup('<path class="c-m" d="{}" fill="url(#hatch)"/>').format(box)
        case "n":
            inner = Markup("M{:g} {:g}h{:g}v{:g}h-{:g}z").format(x + 0.5, y + 0.5, size - 1, height - 1, size - 1)
            return Markup('<path class="c-n" d="{}"/>').format(inner)
        case _:
            dash = Markup("M{:g} {:g}h{:g}").format(x + size / 2 - 3, y + height / 2, 6)
            return Markup('<path class="c-x" d="{}"/><path class="c-d" d="{}"/>').format(box, dash)


def drawings(
    columns: Sequence[Column],
    *,
    usual: Sequence[str],
    used: Iterable[tuple[int, str]],
    due_on: dict[tuple[str, str], date],
    catalogue: Catalogue,
    say: Texts,
) -> Markup:
    """All that rows draw by name: 'b', a row of what is usual in each column; and what else is `used`, (column, look)."""

    def told(column: Column, look: str) -> Markup:
        texts = {
            "indicator": catalogue[column.indicator].wording(say.language).short,
            "period": _short(parse(column.period), say),
            "status": say(WORDS[look]).lower(),
        }
        day = due_on[column.indicator, column.period]
        title = (
            say("{indicator}, {period}: {status}, due {day}", **texts, day=formats.day(day, say.language))
            if look in _WITH_DAY
            else say("{indicator}, {period}: {status}", **texts)
        )
        return Markup('<title>{}</title><use href="#{}" x="{:g}"/>').format(title, look, column.x)

    kept = {(n, look) for n, look in used if look != usual[n]}
    shapes = Markup("").join(
        Markup('<g id="{}">{}</g>').format(look, shape(look, 0, columns[0].width))
        for look in sorted({*usual, *(look for _, look in kept)})
    )
    base = Markup("").join(
        Markup("<g>{}</g>").format(told(column, look)) for column, look in zip(columns, usual, strict=True)
    )
    others = Markup("").join(
        Markup('<g id="{}{}">{}</g>').format(columns[n].name, look, told(columns[n], look)) for n, look in sorted(kept)
    )
    return Markup('<defs>{}<g id="b">{}</g>{}</defs>').format(shapes, base, others)


def row(looks: str, columns: Sequence[Column], *, usual: Sequence[str], across: float) -> Markup:
    """The cells of one commune; looks: a letter per column."""
    parts = Markup("").join(
        Markup('<use href="#{}{}"/>').format(columns[n].name, look) for n, look in enumerate(looks) if look != usual[n]
    )
    return Markup('<svg viewBox="0 0 {:g} {}" aria-hidden="true"><use href="#b"/>{}</svg>').format(across, ROW, parts)


def head(of: Sequence[Block], made: Markup, catalogue: Catalogue, say: Texts) -> Markup:
    """Themes, indicators and periods over their columns, and the drawings that the rows use."""
    across = width(of)
    named = {column.period: _short(parse(column.period), say) for block in of for column in block.columns}
    bottom = _THEME_HEIGHT + _NAME_HEIGHT
    height = bottom + 18 + max(map(len, named.values())) * (_LETTER - 0.8)
    texts: list[Markup] = []
    turned: list[Markup] = []
    for theme in dict.fromkeys(block.theme for block in of):
        mine = [block for block in of if block.theme == theme]
        left, right = mine[0].x, mine[-1].x + mine[-1].width
        lines = _wrapped(say(THEMES[theme]), (right - left) / _LETTER, 2)
        texts.append(
            Markup('<path class="span" d="M{:g} {}H{:g}"/><text class="theme">{}</text>').format(
                left,
                _THEME_HEIGHT,
                right,
                Markup("").join(
                    Markup('<tspan x="{:g}" y="{:g}">{}</tspan>').format(
                        left, _THEME_HEIGHT - 6 - _LINE * (len(lines) - 1 - n), line
                    )
                    for n, line in enumerate(lines)
                ),
            )
        )
    for block in of:
        name = catalogue[block.indicator].wording(say.language).short
        lines = _wrapped(name, (_NAME_HEIGHT - 8) / _LETTER, int(block.width // _LINE))
        middle = block.x + block.width / 2 - _LINE * (len(lines) - 1) / 2 + 4
        turned.append(
            Markup("<text>{}</text>").format(
                Markup("").join(
                    Markup('<tspan x="-{}" y="{:g}">{}</tspan>').format(bottom, middle + _LINE * n, line)
                    for n, line in enumerate(lines)
                )
            )
        )
        turned.extend(
            Markup('<text x="-{:g}" y="{:g}" class="when">{}</text>').format(
                height - 3, column.x + column.width / 2 + 4, named[column.period]
            )
            for column in block.columns
        )
    tight = Markup(' class="tight"') if of[0].columns[0].width < _PITCH - _GAP else ""
    return Markup('<svg viewBox="0 0 {:g} {:g}">{}{}<g{} transform="rotate(-90)">{}</g></svg>').format(
        across, height, made, Markup("").join(texts), tight, Markup("").join(turned)
    )


def foot(columns: Sequence[Column], counts: Sequence[int], *, across: float) -> Markup:
    """How many communes owe under each column; nothing under those where none does."""
    texts = Markup("").join(
        Markup('<text x="{:g}" y="13">{}</text>').format(column.x + column.width / 2, count)
        for column, count in zip(columns, counts, strict=True)
        if count
    )
    return Markup('<svg viewBox="0 0 {:g} {}">{}</svg>').format(across, ROW, texts)


def _short(period: Period, say: Texts) -> str:
    """A period at the head of a column: 'IV/2025', '6T đầu/2025', '2025', '2025–26'; 'Q4 2025', 'H1 2025'."""
    year, month = period.year, period.starts_on.month
    nth = (month + 2) // 3
    match period.kind:
        case Kind.YEAR:
            return str(year)
        case Kind.SCHOOL_YEAR:
            return f"{year}–{(year + 1) % 100:02d}"
        case Kind.QUARTER:
            return f"{('I', 'II', 'III', 'IV')[nth - 1]}/{year}" if say.language == "vi" else f"Q{nth} {year}"
        case Kind.HALF:
            return say("H1 {year}", year=year) if month == 1 else say("H2 {year}", year=year)
        case Kind.NINE_MONTHS:
            return say("9 months {year}", year=year)
        case Kind.MONTH:
            return f"{month}/{year}"


def _wrapped(text: str, letters: float, most: int) -> list[str]:
    """`text` in as few lines of `letters` as it takes, even in length; cut where it would take more than `most`."""
    lines = _filled(text, int(letters))
    if len(lines) > most:
        return [*lines[: most - 1], f"{lines[most - 1]}…"]
    return next(even for limit in range(1, int(letters) + 1) if len(even := _filled(text, limit)) == len(lines))


def _filled(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
