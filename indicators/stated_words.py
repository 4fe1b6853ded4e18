"""The words in which a file states what its figures are of. Exports write them, imports read them back: one list for both."""

from base.texts import marked

STATED_WORDS = {
    "kind": {
        "commune": marked("commune"),
        "former": marked("former commune"),
        "province": marked("province"),
        "country": marked("country"),
    },
    "origin": {
        "reported": marked("reported"),
        "derived": marked("derived: year less nine months"),
        "summed": marked("summed"),
        "published": marked("published"),
        "reference": marked("reference"),
    },
    "source_kind": {
        "register": marked("register"),
        "survey": marked("survey"),
        "school_report": marked("school report"),
        "admin": marked("administrative report"),
        "published": marked("published"),
        "reference": marked("reference"),
        "mixed": marked("survey and register"),
    },
    "geography": {
        "former": marked("commune of its day, before the merger"),
        "carried": marked("former communes, summed onto one of today"),
        "today": marked("commune of today"),
    },
}
"""Code to words, by column of PUBLICATION: kind of area, origin, source_kind and geography."""
