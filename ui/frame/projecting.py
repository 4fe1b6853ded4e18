"""A slide on the projector: no menus, one message, large type, steered by keys alone. Sizes are in the sheet's style, in vh."""

from dataclasses import replace

from markupsafe import Markup, escape

from ui.frame.blocks import Block, Card, CommuneMap, MapLegend, Plot, Sheet
from ui.frame.page import Page
from ui.frame.slide import Cell, Drawing, Number, Slide, SlideSource, SlideTable
from ui.map.picture import MapPicture

# Pixels that a chart is laid out for, by its place; it fills that place in app.css.
_CHART_PX = {"stage_chart": 800, "stage_chart_low": 720}


def projected(page: Page, slide: Slide) -> tuple[Block, ...]:
    """`slide` as blocks: title, what is said, and foot in one; the picture in its place beside or beneath."""
    picture = slide.picture
    said = _said(slide)
    if isinstance(picture, MapPicture):
        said = Markup('<div class="slide-right">{}</div>').format(said)
    html = Markup('<div class="slide">{}{}{}</div>').format(_title(slide), said, _foot(page, slide.source))
    head = Sheet(html, key="slide")
    if picture is None or isinstance(picture, Drawing):
        return (head,)
    if isinstance(picture, MapPicture):
        return (
            head,
            Card("stage_map", (CommuneMap("map", replace(picture, legend=False)),)),
            Card("stage_legend", (MapLegend("legend", picture),)),
        )
    # What is said stands above the chart, so that it begins lower.
    place = "stage_chart_low" if said else "stage_chart"
    return head, Plot(
        place, picture.chart, slide.alt, height=_CHART_PX[place], width=picture.width, param=picture.param
    )


def _title(slide: Slide) -> Markup:
    """What is claimed of what: in one line, else the subject smaller above it."""
    if not slide.subject:
        return Markup("<h1>{}</h1>").format(slide.title)
    if slide.has_room:
        return Markup("<h1>{}: {}</h1>").format(slide.subject, slide.title)
    return Markup('<h1 class="two"><span>{}:</span> {}</h1>').format(slide.subject, slide.title)


def _said(slide: Slide) -> Markup:
    parts = [_number(each) for each in slide.numbers]
    if slide.message:
        parts.append(Markup('<p class="hero-text">{}</p>').format(slide.message))
    if isinstance(slide.picture, Drawing):
        parts.append(slide.picture.html)
    if slide.table is not None:
        parts.append(table(slide.table))
    notes = slide.notes
    if notes.signs:
        parts.append(Markup('<p class="signs">{}</p>').format(notes.signs))
    if notes.beneath:
        parts.append(Markup('<p class="signs beneath">{}</p>').format(notes.beneath))
    if notes.caveat:
        parts.append(Markup('<p class="caveat">{}</p>').format(notes.caveat))
    return Markup("").join(parts)


def _number(number: Number) -> Markup:
    return Markup(
        '<div class="hero-line"><span class="hero-number">{}</span><span class="hero-text">{}</span></div>'
    ).format(number.value, number.words)


def table(made: SlideTable) -> Markup:
    """A table as HTML."""
    head = Markup("")
    if made.head:
        cells = Markup("").join(
            Markup("<th{}>{}</th>").format(Markup(" class=num") if cell.kind == "num" else "", cell.text)
            if cell.text
            else Markup("<td></td>")
            for cell in made.head
        )
        head = Markup("<thead><tr>{}</tr></thead>").format(cells)
    rows = Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(map(_cell, row))) for row in made.rows)
    return Markup("<table>{}<tbody>{}</tbody></table>").format(head, rows)


def _cell(cell: Cell) -> Markup:
    text = Markup("<b>{}</b>").format(cell.text) if cell.strong else escape(cell.text)
    if cell.kind == "badge":
        text = Markup('<span class="badge">{}</span>').format(cell.text)
    gap = " " if cell.mark and cell.text else ""
    return Markup("<td{}>{}{}{}{}</td>").format(
        Markup(' class="num"') if cell.kind == "num" else "", cell.mark, gap, text, cell.after
    )


def _foot(page: Page, source: SlideSource) -> Markup:
    about = f"{source.about} · {source.period}" if source.about else source.period
    demo = Markup("<b>{}</b>").format(page.say("Illustrative data")) if source.illustrative else ""
    return Markup('<p class="foot">{}<span>{}</span><span>{}</span><span>{}</span></p>').format(
        demo, about, source.reported, source.version
    )
