"""Damaged files without end, each made from a good one by a number: the same number gives the same file."""

import base64
import random
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from harness.import_files import csv_text, dhis2, form, parquet, parts, template, workbook, zipped

Damage = Callable[[random.Random, bytes], bytes]

NASTY = [
    "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "@SUM(1+1)", "+1+1", "-2+3", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "\u202e9450", "\u200b", "\u00a0", "{value}", "{0}", "%s", "a\tb", "a\nb", "'", '"', '""',
    "9.450", "95,5", "95,5 %", "-", "–", "…", "1e999", "-0", "NaN", "Infinity", "٣", "１２", "½", "Xa\u0303", "x· M­êng NhÐ",
    "Möôøng Nheù", "\ufffd", "\ud83d\ude00", "03160", "3160", "01/02/2025", "2025-02-30", "Quý 13/2025", "Tổng cộng", "0" * 400,
    "_x0000_", "_xD800_", "\u0663\u0664", "Q4 2025", "9 tháng 2025", "1.234.567,8", "1,234,567.8", "12.34.56", "%", "#REF!",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "1", "16384", "16385", "1048576", "1048577", "2147483648", "99999999999999999999", "1e308", "1e309", "-1e309", "NaN",
    "INF", "0x10", "1.5", "", " ", "A1", "XFD1048576", "XFE1", "AAAA1", "a1", "A0", "A1:XFD1048576", "true", "t", "s", "n", "e", "b", "d",
    "str", "inlineStr", "2025-02-30", "2958466", "-693594", "9" * 5000, "rId1", "rId99", "../../etc/passwd", "/xl/workbook.xml", "hidden",
]  # fmt: skip
DOCTYPES = [
    b'<!DOCTYPE a [<!ENTITY x "1">]>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE a [<!ENTITY x "0123456789">'
    + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 9) for n in range(1, 12))
    + b"]>",
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
]


@dataclass(frozen=True)
class Case:
    """One damaged file and how it was made, for the message of a failure."""

    number: int
    name: str
    content: bytes
    how: tuple[str, ...]


@cache
def _good() -> dict[str, bytes]:
    inline = workbook()
    return {
        "form.xlsx": form(),
        "plain.xlsx": inline,
        "template.xlsx": template(),
        "long.csv": csv_text().encode(),
        "semicolon.csv": csv_text(";").encode("utf-8-sig"),
        "wide.csv": csv_text("\t").encode("utf-16"),
        "old.csv": b"m\xb7,t\xaan,s\xe8\n1,X\xb7 M\xad\xeang Nh\xd0,5\n2,Ph\xad\xeang \xa7i\xd6n Bi\xaan Ph\xf1,7\n",
        "windows.csv": b"ma\xde;t\xean;so\xec\n1;Xa\xde M\xfd\xf5\xccng Nh\xe9;5\n2;\xd0i\xea\xf2n Bi\xean Phu\xd2;7\n",
        "export.json": dhis2(),
        "table.parquet": parquet(),
    }


# What may happen to any bytes.


def flip(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 8, 64])):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwrite(rng: random.Random, content: bytes) -> bytes:
    start, length = rng.randrange(len(content)), rng.choice([1, 2, 4, 16, 200])
    return content[:start] + rng.randbytes(length) + content[start + length :]


def truncate(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content))]


def behead(rng: random.Random, content: bytes) -> bytes:
    return content[rng.randrange(len(content)) :]


def swap(rng: random.Random, content: bytes) -> bytes:
    a, b, c = sorted(rng.randrange(len(content)) for _ in range(3))
    return content[:a] + content[b:c] + content[a:b] + content[c:]


def repeat(rng: random.Random, content: bytes) -> bytes:
    a, b = sorted(rng.randrange(len(content)) for _ in range(2))
    return content[:b] + content[a:b] * rng.choice([1, 2, 50]) + content[b:]


def number_in_bytes(rng: random.Random, content: bytes) -> bytes:
    start = rng.randrange(max(1, len(content) - 4))
    value = struct.pack("<I", rng.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, 65536]))
    return content[:start] + value + content[start + 4 :]


BYTES: list[Damage] = [flip, flip, overwrite, truncate, behead, swap, repeat, number_in_bytes]

# What may happen inside a workbook.


def drop_part(rng: random.Random, content: bytes) -> bytes:
    made = parts(content)
    made.pop(rng.choice(list(made)))
    return zipped(made)


def rename_part(rng: random.Random, content: bytes) -> bytes:
    made = parts(content)
    name = rng.choice(list(made))
    new = rng.choice(
        [
            name.upper(),
            "/" + name,
            "../" + name,
            name.replace("/", "\\"),
            "xl/vbaProject.bin",
            "a\x00b",
            "ờ.xml",
            "word/x",
        ]
    )
    made[new] = made.pop(name)
    return zipped(made)


def double_part(rng: random.Random, content: bytes) -> bytes:
    made = parts(content)
    name = rng.choice(list(made))
    return zipped(made, more=[(name, made[rng.choice(list(made))])])


def exchange_parts(rng: random.Random, content: bytes) -> bytes:
    made = parts(content)
    one, other = rng.choice(list(made)), rng.choice(list(made))
    made[one], made[other] = made[other], made[one]
    return zipped(made)


def lie_in_directory(rng: random.Random, content: bytes) -> bytes:
    start = content.find(b"PK\x01\x02")
    if start < 0:
        return content
    at = start + rng.choice([8, 10, 16, 20, 24, 28, 30, 42])
    return content[:at] + rng.randbytes(4) + content[at + 4 :]


def _in_part(change: Callable[[random.Random, bytes], bytes]) -> Damage:
    def damage(rng: random.Random, content: bytes) -> bytes:
        made = parts(content)
        # The sheets are where most can go wrong.
        sheets = [name for name in made if "worksheets/sheet" in name]
        name = rng.choice([*made, *sheets * 4, *[each for each in made if "shared" in each or "styles" in each] * 2])
        made[name] = change(rng, made[name])
        return zipped(made)

    damage.__name__ = change.__name__
    return damage


def _one_of(rng: random.Random, pattern: bytes, xml: bytes) -> "re.Match[bytes] | None":
    found = list(re.finditer(pattern, xml))
    return rng.choice(found) if found else None


def _put(found: "re.Match[bytes] | None", xml: bytes, new: bytes) -> bytes:
    return xml[: found.start(1)] + new + xml[found.end(1) :] if found else xml


def xml_attribute(rng: random.Random, xml: bytes) -> bytes:
    return _put(_one_of(rng, rb'="([^"]*)"', xml), xml, rng.choice(NUMBERS).encode())


def xml_attribute_name(rng: random.Random, xml: bytes) -> bytes:
    return _put(
        _one_of(rng, rb' (\w+)="', xml),
        xml,
        rng.choice([b"r", b"s", b"t", b"x", b"ref", b"xmlns", b"hidden", b"min", b"si"]),
    )


def xml_text(rng: random.Random, xml: bytes) -> bytes:
    new = rng.choice(NASTY + NUMBERS).replace("&", "&amp;").replace("<", "&lt;")
    return _put(_one_of(rng, rb">([^<>]+)<", xml), xml, new.encode("utf-8", "replace"))


def xml_tag(rng: random.Random, xml: bytes) -> bytes:
    return _put(
        _one_of(rng, rb"<(/?\w+)", xml),
        xml,
        rng.choice([b"c", b"v", b"f", b"row", b"is", b"t", b"sheetData", b"/c", b"x:y", b"?a"]),
    )


def xml_without(rng: random.Random, xml: bytes) -> bytes:
    return _put(_one_of(rng, rb"(<[^>]*>)", xml), xml, b"")


def xml_bytes(rng: random.Random, xml: bytes) -> bytes:
    return rng.choice(BYTES)(rng, xml) if xml else xml


def xml_doctype(rng: random.Random, xml: bytes) -> bytes:
    body = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", xml)
    body = rng.choice(DOCTYPES) + body.replace(b"<v>", b"<v>&x;", 1)
    return body.decode("utf-8", "replace").encode("utf-16") if rng.random() < 0.3 else body


def xml_deep(rng: random.Random, xml: bytes) -> bytes:
    depth = rng.choice([10, 100, 5_000, 200_000])
    found = _one_of(rng, rb"(<\w[^>]*>)", xml)
    return _put(found, xml, found[1] + b"<g>" * depth + b"</g>" * rng.choice([0, depth])) if found else xml


def xml_formula(rng: random.Random, xml: bytes) -> bytes:
    formula = rng.choice(
        [b"<f>1+1</f>", b"<f>[1]S!A1</f>", b'<f t="shared" si="0"/>', b'<f t="array" ref="A1:XFD9">1</f>', b"<f/>"]
    )
    return _put(_one_of(rng, rb"(<v>)", xml), xml, formula + rng.choice([b"<v>", b"</c><c><v>"]))


def xml_ranges(rng: random.Random, xml: bytes) -> bytes:
    ref = rng.choice([b"A1:XFD1048576", b"A1:A1", b"B2", b"XFD1:A1", b"A0:B1", b"A1:B2:C3", b"A5:C6"])
    return xml.replace(
        b"</sheetData>",
        b"</sheetData><mergeCells>" + b'<mergeCell ref="%s"/>' % ref * rng.choice([1, 2, 3000]) + b"</mergeCells>",
    )


def xml_columns(rng: random.Random, xml: bytes) -> bytes:
    ends = (rng.choice([b"1", b"0", b"-5", b"16384"]), rng.choice([b"1", b"16384", b"999999999", b"x"]))
    return xml.replace(b"<sheetData>", b'<cols><col min="%s" max="%s" hidden="1"/></cols><sheetData>' % ends)


def xml_encoding(rng: random.Random, xml: bytes) -> bytes:
    declared = rng.choice([b"UTF-16", b"windows-1258", b"utf-7", b"cp037", b"rot13", b"latin-1", b"UTF-32"])
    return b'<?xml version="1.0" encoding="%s"?>' % declared + re.sub(rb"^<\?xml[^>]*\?>", b"", xml)


WORKBOOK: list[Damage] = [
    drop_part,
    rename_part,
    double_part,
    exchange_parts,
    lie_in_directory,
    *map(
        _in_part,
        [
            xml_attribute, xml_attribute, xml_attribute, xml_attribute_name, xml_text, xml_text, xml_text, xml_tag, xml_without,
            xml_bytes, xml_doctype, xml_deep, xml_formula, xml_ranges, xml_columns, xml_encoding,
        ],
    ),
]  # fmt: skip

# What may happen in a text.


def cell(rng: random.Random, content: bytes) -> bytes:
    return _put(
        _one_of(rng, rb"[,;\t\n]([^,;\t\r\n]*)", content),
        content,
        rng.choice(NASTY + NUMBERS).encode("utf-8", "replace"),
    )


def sign(rng: random.Random, content: bytes) -> bytes:
    at = rng.randrange(len(content))
    signs = [
        b'"',
        b",",
        b";",
        b"\t",
        b"|",
        b"\n",
        b"\r",
        b"\x00",
        b"\x1a",
        b'""',
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xe1\xba",
        b"'",
    ]
    return content[:at] + rng.choice(signs) * rng.choice([1, 1, 1, 3, 2_000]) + content[at:]


def encoding(rng: random.Random, content: bytes) -> bytes:
    text = content.decode(rng.choice(["utf-8", "latin-1", "utf-16", "cp1252"]), "replace")
    return text.encode(
        rng.choice(["utf-8", "utf-16", "utf-16-be", "utf-32", "cp1258", "latin-1", "utf-7", "cp037"]), "replace"
    )


def line_ends(rng: random.Random, content: bytes) -> bytes:
    return content.replace(b"\r\n", rng.choice([b"\r", b"\n", b"\n\r", b"\r\r\n", b"", b"\x0b", b"\x85", b"\n\n"]))


def many(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True) or [content]
    return b"".join(rng.choice(lines) * rng.choice([1, 1, 30]) for _ in range(rng.choice([1, 10, 100])))


def wide(rng: random.Random, content: bytes) -> bytes:
    return content + rng.choice([b",", b";", b'"x",']) * rng.choice([50, 1_000, 1_100, 20_000]) + b"\n"


def packed(rng: random.Random, content: bytes) -> bytes:
    return rng.choice(
        [
            base64.b64encode(content),
            b"PK\x03\x04" + content,
            b"PAR1" + content + b"PAR1",
            b"{" + content,
            b"<html>" + content,
        ]
    )


TEXT: list[Damage] = [cell, cell, cell, cell, sign, sign, encoding, line_ends, many, wide, packed]


def case(number: int) -> Case:
    """Damaged file `number`. Most have one or two faults, so that they get far before they fail."""
    rng = random.Random(number)
    name = rng.choice(["form.xlsx"] * 5 + ["plain.xlsx"] * 4 + ["template.xlsx"] * 3 + ["long.csv"] * 3 + list(_good()))
    content = _good()[name]
    how: list[str] = []
    for _ in range(rng.choice([1, 1, 1, 2, 2, 4])):
        special = WORKBOOK if name.endswith(".xlsx") else TEXT
        damage = (
            rng.choice(BYTES)
            if rng.random() < 0.3 or how and special is WORKBOOK and how[-1] in _RAW
            else rng.choice(special)
        )
        content = damage(rng, content) or content
        how.append(damage.__name__)
    if rng.random() < 0.1:
        name = rng.choice(
            [
                "report.xlsx",
                "report.xls",
                "report.csv",
                "report.json",
                "report.parquet",
                "report",
                "<b>báo cáo</b>.xlsx",
            ]
        )
    return Case(number, name, content, tuple(how))


# After these a workbook can no longer be unpacked to be damaged further.
_RAW = {damage.__name__ for damage in [*BYTES, lie_in_directory, double_part]}
