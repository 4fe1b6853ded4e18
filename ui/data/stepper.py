"""The steps of an import as they are read: their heads, the file, how far it is, what stopped it, what came of it. Escaped."""

from collections.abc import Sequence

from markupsafe import Markup

from base import formats
from base.texts import Texts, marked
from intake.checked import nothing_new
from intake.checking import Checked
from intake.documents import CheckedDocument
from intake.drafts import Status
from intake.errors import DamagedDraftError
from ui.data.understood import instant, size_text
from ui.frame.page import Page
from ui.frame.view import View

_STEPS = {
    1: (marked("Upload"), ""),
    2: (marked("Check"), marked("Each figure is checked; nothing changes yet.")),
    3: (marked("Review"), marked("What would be added, changed and removed, and the province before and after.")),
    4: (marked("Apply"), marked("All valid figures at once; those with errors stay out. It can be withdrawn.")),
}
# What a state adds for who can't see the sign in the circle.
_SPOKEN = {"done": marked("done"), "now": marked("now"), "stopped": marked("stopped"), "next": marked("later")}
_STATES = {
    "checking": marked("being checked"),
    "checked": marked("checked, not applied"),
    "refused": marked("can't be read"),
    "applying": marked("being applied"),
    "applied": marked("applied"),
    "failed": marked("not applied"),
    "interrupted": marked("interrupted"),
    "damaged": marked("damaged"),
}
_TICK = Markup(
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 8.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2.2"/></svg>'
)


def head(step: int, state: str, say: Texts) -> Markup:
    """The head of a step. state: done | now | stopped | next; what is still to come says what it will do."""
    title, about = _STEPS[step]
    sign = {"done": _TICK, "stopped": Markup("!")}.get(state, Markup("{}").format(step))
    later = Markup("<small>{}</small>").format(say(about)) if state == "next" and about else Markup("")
    return Markup(
        '<h2 class="step {}"><i aria-hidden="true">{}</i><span>{}<span class="spoken"> ({})</span>{}</span></h2>'
    ).format(state, sign, say(title), say(_SPOKEN[state]), later)


def refused(why: str, say: Texts) -> Markup:
    """Why nothing can be imported here."""
    return Markup("<h2>{}</h2><p>{}</p>").format(say("Import reports"), why)


def alert(sentence: str) -> Markup:
    """What went wrong and what to do, where it happened."""
    return Markup('<p role="alert" class="problem">{}</p>').format(sentence)


def problem(now: Status, say: Texts) -> str:
    """Why an upload is not going on."""
    if now.state == "damaged":
        return DamagedDraftError().text(say)
    return now.problem(say) or say(
        "The work was interrupted before it ended; nothing was changed. Check the file again."
    )


def file(now: Status, say: Texts) -> Markup:
    """The file that was uploaded, when and by whom."""
    return Markup('<p class="upload"><b>{}</b><span class="muted">{}</span></p>').format(
        name(now, say), _joined(size_text(now.size, say), instant(now.created_at, say), now.actor)
    )


def name(now: Status, say: Texts) -> str:
    """The upload's own, or that it is lost."""
    return now.name or say("A file whose name is lost")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def uploader_words(say: Texts, *, megabytes: int) -> Markup:
    """Streamlit's own words on the upload, which are English only, put out of sight and out of hearing, and ours in their place."""
    dropzone = ".st-key-card_steps [data-testid=stFileUploaderDropzone]"
    rules = {
        # Why the browser sent nothing: two reasons, one sentence, because the style sheet can't tell them apart.
        "[data-testid=stFileChip] [role=alert]": "",
        "[data-testid=stFileChips]:has([aria-invalid])::after": say(
            "Nothing was uploaded: the file is larger than {n} MB, or the connection broke. Choose it again, or another one.",
            n=megabytes,
        ),
        "button p": "",
        "button:not([aria-label])::after": say("Choose a file"),
        "[data-testid=stFileUploaderDropzoneInstructions] span": "",
        "[data-testid=stFileUploaderDropzoneInstructions]::after": say(
            "or drop it here: Excel, CSV, DHIS2 or Parquet, up to {n} MB", n=megabytes
        ),
    }
    css = "".join(f"{dropzone} {where} {{ {_content(text)} }}" for where, text in rules.items())
    # The tooltip over a file that was not sent says it again, in English.
    return Markup("<style>{}[data-testid=stTooltipErrorContent] {{ display: none; }}</style>").format(Markup(css))


def _content(text: str) -> str:
    quoted = "".join(f"\\{ord(c):x} " if c in '"\\\n<>&' else c for c in text)
    return f'content: "{quoted}";' if text else "display: none;"


def marked_name(name: str) -> str:
    """The name of the workbook with the marked cells of the file `name`."""
    return f"{name.rpartition('.')[0] or name}.checked.xlsx"


def uploads(waiting: Sequence[Status], view: View, say: Texts) -> Markup:
    """Uploads that wait to be applied, each with a link that opens it."""
    items = Markup("").join(
        Markup('<li><a data-go href="{}">{}</a><span class="muted">{}</span></li>').format(
            view.link("data", draft=each.token),
            name(each, say),
            _joined(say(_STATES[each.state]), instant(each.created_at, say), each.actor),
        )
        for each in waiting
    )
    title = say("Uploads not applied yet")
    return Markup('<h3>{}</h3><ul class="waiting">{}</ul>').format(title, items)


def receiving(say: Texts) -> Markup:
    """That the file has come, until its upload is opened."""
    return Markup('<p role="status" class="notes">{}</p>').format(say("The file has come; its check is being started."))


def progress(now: Status, say: Texts) -> Markup:
    """What is being done and how much of it is, in words and as a bar; before the first step is told, what will be."""
    step = say(now.step) if now.step else _starting(now, say)
    if now.share is None:
        bar = Markup('<progress aria-label="{}"></progress>').format(step)
        share = ""
    else:
        share = formats.plain_percent(int(100 * now.share), say.language)
        bar = Markup('<progress max="1" value="{:.3f}" aria-label="{}"></progress>').format(now.share, step)
    note = say("It goes on when this page is closed; its address opens it again.")
    return Markup('<div class="progress" role="status"><p>{} <b>{}</b></p>{}<p class="notes">{}</p></div>').format(
        step, share, bar, note
    )


def _starting(now: Status, say: Texts) -> str:
    if now.state == "applying":
        return say("Starting to apply: the figures are stored together at the end; until then nothing changes")
    return say("Starting the check: the file is read first; nothing changes")


def opened(title: str, view: View, say: Texts) -> Markup:
    """The head of what is open, and the way back to the picture of all reports."""
    return Markup('<div class="opened"><h2>{}</h2><a class="strong" data-go href="{}">{} ›</a></div>').format(
        title, view.link("data"), say("All reports")
    )


def wait(now: Status, view: View, say: Texts) -> Markup:
    """What will stand here when the work has ended."""
    text = say("What is found in the file will stand here.") if now.is_running else problem(now, say)
    return opened(name(now, say), view, say) + Markup("<p>{}</p>").format(text)


def unknown_columns(count: int, say: Texts) -> Markup:
    """How many columns were not understood."""
    text = say.plural(
        "{n} column was not understood. Say what it is, or leave it out.",
        "{n} columns were not understood. Say what they are, or leave them out.",
        count,
        n=formats.number(count, say.language),
    )
    return Markup("<h3>{}</h3>").format(text)


def asked(say: Texts) -> Markup:
    """That something must be said about the file before it can be reviewed."""
    return Markup('<p class="note">{}</p>').format(
        say("The file does not say this, and it is not guessed. Choose it, and the file is checked again.")
    )


def consequences(found: Checked, say: Texts) -> Markup:
    """What else must be known before it is applied."""
    lines = []
    review = None if isinstance(found, CheckedDocument) else found.review
    if isinstance(found, CheckedDocument):
        lines.append(_of_document(found, say))
    if review is not None and review.nothing:
        lines.append(nothing_new(review.replaced_by, say))
    if review is not None and review.demo:
        lines.append(
            say(
                "This is the first real report: all demo data is withdrawn with it, and pages then show only what was reported."
            )
        )
    if found.refused:
        lines.append(
            say(
                "{n} figures with errors stay out ({e} errors). Correct them in the workbook and upload it again: what is in already is not counted twice.",
                n=formats.number(found.refused, say.language),
                e=formats.number(found.errors, say.language),
            )
        )
    return Markup("").join(Markup('<p class="note">{}</p>').format(line) for line in lines)


def _of_document(document: CheckedDocument, say: Texts) -> str:
    """What applying a configuration document means, or why it can't be applied."""
    if not document.is_good:
        return say("A configuration document is applied whole. Correct its errors and upload it again.")
    if document.changes.empty:
        return say("All of this is in force already: applying would change nothing.")
    return say(
        "It takes the place of what is in force. Whatever refers to it is worked out again; withdrawn, it gives way to what was before."
    )


def applied(page: Page, now: Status) -> Markup:
    """That it is in, and the ways on."""
    say = page.say
    links = Markup('<a class="strong" data-go href="{}">{} ›</a>').format(page.way("start"), say("Overview"))
    if now.batch_id is not None:
        links = (
            Markup('<a class="strong" data-go href="{}">{} ›</a> ').format(
                page.link("data", batch=str(now.batch_id)), say("Import {n}", n=now.batch_id)
            )
            + links
        )
    text = say("Applied: data version {n}.", n=formats.number(now.version, say.language))
    return Markup('<p class="applied" role="status">{}</p><p class="ways">{}</p>').format(text, links)
