"""Lists of codes as they are typed after an option, held against what is known."""

from collections.abc import Collection

from base.errors import AtlasError
from base.texts import marked
from indicators.periods import Period, parse


class UnknownChoiceError(AtlasError):
    """A code that nothing has."""

    source = marked("{option}: {unknown} is not known. Nothing was written. Known: {known}.")


class UnreadablePeriodError(AtlasError):
    """Text that is no period."""

    source = marked(
        "{option}: {text} is no period. Nothing was written. Write 2025, 2025-Q3, 2025-M07, 2025-H1, 2025-9M or 2025-26."
    )


def listed(text: str | None) -> list[str] | None:
    """'A, B' as its parts; None where nothing was asked."""
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


def known(chosen: list[str] | None, among: Collection[str], option: str) -> list[str] | None:
    """`chosen` as it is. Raises UnknownChoiceError for what is not `among`."""
    unknown = [code for code in chosen or [] if code not in among]
    if unknown:
        raise UnknownChoiceError(option=option, unknown=", ".join(unknown), known=", ".join(among))
    return chosen


def period(text: str, option: str) -> Period:
    """The period that `text` names. Raises UnreadablePeriodError."""
    try:
        return parse(text)
    except ValueError:
        raise UnreadablePeriodError(option=option, text=text) from None
