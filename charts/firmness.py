"""How firm a figure is, beside every point of every chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from base.texts import Texts
from indicators.standing import in_passing, remarks


@dataclass(frozen=True)
class Firmness:
    """Whether a figure is provisional or estimated, and of which kind of source it is ('' where there is no figure)."""

    provisional: bool = False
    estimated: bool = False
    source_kind: str = ""

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Firmness":
        """Of a row with provisional, estimated and source_kind, as every frame of figures has them."""
        return cls(bool(row["provisional"]), bool(row["estimated"]), str(row["source_kind"]))

    @classmethod
    def of_point(cls, point: Any) -> "Firmness":
        """As `of`, of a row as `itertuples` gives it."""
        return cls(bool(point.provisional), bool(point.estimated), str(point.source_kind))

    def remarks(self, say: Texts) -> list[str]:
        """What must be known of the figure, a line each; none of a final, reported one of a register."""
        return remarks(provisional=self.provisional, estimated=self.estimated, source_kind=self.source_kind, say=say)

    def in_passing(self, say: Texts) -> list[str]:
        """The same as words within a sentence."""
        return in_passing(provisional=self.provisional, estimated=self.estimated, source_kind=self.source_kind, say=say)

    def bracketed(self, say: Texts) -> str:
        """The same behind a value: ' [provisional, survey]'; '' where there is nothing to know."""
        said = self.in_passing(say)
        return f" [{', '.join(said)}]" if said else ""
