"""One run of a page: open it, make what it consists of, send it."""

from typing import Any

from base.texts import Texts
from ui.frame import filters, loaders, menu, opening, shell
from ui.frame.errors import sentences
from ui.frame.keys import shortcuts
from ui.frame.nothing import nothing_matches
from ui.frame.projecting import projected
from ui.frame.send import send
from ui.frame.shell import Site
from ui.frame.spec import PageSpec


def show(spec: PageSpec[Any], site: Site) -> None:
    """Draw the page of `spec` as the address asks for it."""
    shell.ensure_shell(site)
    shell.leave(site)
    say = Texts(shell.language())
    with sentences(spec.name, say):
        page = opening.opened(spec, site, say)
        projector = page.view.projector
        shell.header(page, site, [] if projector else opening.banners(page))
        rest = filters.bar(page, spec.bar) if spec.bar and not projector else None
        if spec.blank(page):
            send(page, (nothing_matches(page),))
            shell.keys(shortcuts(page))
        else:
            model = spec.model(page)
            if projector:
                send(page, projected(page, spec.slide(page, model)))
            else:
                send(page, spec.blocks(page, model))
                file = spec.file(page, model)
                if rest is not None and file is not None:
                    menu.offer(page, rest, file)
            steps = spec.steps(page, model)
            shell.keys(shortcuts(page, ranking=[] if projector else steps.ranking, measures=steps.measures))
        loaders.settle()
        if not projector:
            shell.sheet(opening.foot(page), key="foot")
