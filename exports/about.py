"""What a file must say about itself once it has left the house."""

from dataclasses import dataclass

from base.texts import Texts


@dataclass(frozen=True)
class About:
    """Where the figures of a file come from, already in the reader's language.

    title: what the file shows; indicator, period, scope: as read back on the page ('' if the file covers many).
    version: '12, 15 Jan 2026'. illustrative: demo data is in. suppression: how small numbers are protected.
    link: the address that reopens the view, '' if none.
    """

    title: str
    indicator: str
    period: str
    scope: str
    source: str
    version: str
    illustrative: bool
    suppression: str
    link: str = ""

    def lines(self, say: Texts) -> list[tuple[str, str]]:
        """Label and text of each fact that is known, in reading order; the illustrative mark first."""
        mark = say("[Illustrative]") + " "
        facts = [
            (say("Title"), (mark if self.illustrative else "") + self.title),
            (say("Data"), say("Illustrative data, not for decisions.") if self.illustrative else ""),
            (say("Indicator"), self.indicator),
            (say("Period"), self.period),
            (say("Communes"), self.scope),
            (say("Source"), self.source),
            (say("Data version"), self.version),
            (say("Protection"), self.suppression),
            (say("Link"), self.link),
        ]
        return [(label, text) for label, text in facts if text]
