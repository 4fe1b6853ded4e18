"""What a file must say about itself once it has left the house."""

from dataclasses import dataclass

from base.texts import Texts


@dataclass(frozen=True)
class About:
    """Where the figures of a file come from, already in the reader's language.

    title: what the file shows; indicator, period, scope: as read back on the page ('' if the file covers many).
    version: '12, 15 Jan 2026'. illustrative: demo data is in. suppression: how small numbers are protected.
    link: the address that reopens the view, with the server's, '' if none. numbers: how figures are rounded, '' if they are not.
    answer: what the page says of them, in words; words: what it says besides, under charts and tables. comparable: which of its periods compare, a line a pair.
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
    numbers: str = ""
    answer: str = ""
    words: tuple[str, ...] = ()
    comparable: tuple[str, ...] = ()

    def lines(self, say: Texts) -> list[tuple[str, str]]:
        """Label and text of each fact that is known, in reading order; the illustrative mark first."""
        mark = say("[Illustrative]") + " "
        facts = [
            (say("Title"), (mark if self.illustrative else "") + self.title),
            (say("Data"), say("Illustrative data, not for decisions.") if self.illustrative else ""),
            (say("Indicator"), self.indicator),
            (say("Period"), self.period),
            (say("Communes"), self.scope),
            (say("Answer"), self.answer),
            *((say("In words"), line) for line in self.words),
            *((say("Comparable?"), line) for line in self.comparable),
            (say("Source"), self.source),
            (say("Data version"), self.version),
            (say("Protection"), self.suppression),
            (say("Numbers"), self.numbers),
            (say("Link"), self.link),
        ]
        return [(label, text) for label, text in facts if text]
