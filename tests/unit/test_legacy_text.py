"""Legacy Vietnamese encodings. Byte strings come from glibc's iconv and from files of the ABC fonts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.legacy_text import decode, detect, is_tcvn3, known, oddities

# iconv -f UTF-8 -t TCVN5712-1 / CP1258, bytes as written by glibc 2.36.
FROM_ICONV = {
    "Xã Mường Nhé": (b"X\xb7 M\xad\xeang Nh\xd0", b"Xa\xde M\xfd\xf5\xccng Nh\xe9"),
    "Phường Điện Biên Phủ": (
        b"Ph\xad\xeang \xa7i\xd6n Bi\xaan Ph\xf1",
        b"Ph\xfd\xf5\xccng \xd0i\xea\xf2n Bi\xean Phu\xd2",
    ),
}


def test_tcvn3_of_a_name_as_old_fonts_show_it():
    assert decode("x· M­êng NhÐ".encode("latin-1"), "tcvn3") == "xã Mường Nhé"


@pytest.mark.parametrize("name", FROM_ICONV)
def test_iconv_bytes_read_back(name):
    tcvn, _ = FROM_ICONV[name]
    assert decode(tcvn, "TCVN5712-1") == name


def test_cp1258_tones_are_composed():
    # 0xCC, 0xD2 and 0xF2 are combining tones in code page 1258; the result must be NFC to equal typed names.
    text = decode(FROM_ICONV["Phường Điện Biên Phủ"][1], "cp1258")
    assert text == "Phường Điện Biên Phủ"
    assert unicodedata.is_normalized("NFC", text)


def test_decomposed_utf8_is_composed():
    assert decode(unicodedata.normalize("NFD", "Nậm Kè").encode(), "utf-8") == "Nậm Kè"


def test_a_letter_torn_by_the_field_width_is_dropped():
    whole = "Phường Điện Biên Phủ".encode()
    assert decode(whole[:-1], "utf-8") == "Phường Điện Biên Ph"


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        ([n.encode() for n in FROM_ICONV], "utf-8"),
        ([v[0] for v in FROM_ICONV.values()], "tcvn3"),
        ([v[1] for v in FROM_ICONV.values()], "cp1258"),
        ([b"Si Pa Phin", b"Na Son"], "utf-8"),
    ],
)
def test_detector(samples, expected):
    assert detect(samples) == expected


def test_a_wrong_declaration_is_not_believed():
    assert detect([FROM_ICONV["Xã Mường Nhé"][0]], declared="utf-8") == "tcvn3"
    assert detect([FROM_ICONV["Xã Mường Nhé"][0]], declared="cp1252") == "tcvn3"


def test_a_declaration_that_reads_well_is_believed():
    assert detect(["Na Son".encode("cp1252")], declared="cp1252") == "cp1252"
    assert detect([b"Na Son"], declared="no such code page") == "utf-8"


@pytest.mark.parametrize("name", ["TCVN3", "tcvn-3", "TCVN5712-1", "ABC"])
def test_names_of_tcvn3(name):
    assert is_tcvn3(name)
    assert known(name)


def test_names_that_are_nothing():
    assert not known("klingon")
    with pytest.raises(LookupError):
        decode(b"x", "klingon")


def test_oddities_count_what_no_vietnamese_writes():
    assert oddities("Phường Điện Biên Phủ, số 5 – “mới”") == 0
    assert oddities("MÙN CHUNG") == 0
    assert oddities("Nh\u00d0 §") == 3  # Eth, a capital inside a word, a section sign


@given(st.lists(st.text("aàáảãạăằêệơờưữđô bcghklmnprtvx", min_size=1, max_size=20), min_size=1))
def test_utf8_comes_back_whatever_the_text(words):
    raw = [unicodedata.normalize("NFC", w).encode() for w in words]
    found = detect(raw)
    assert [decode(r, found) for r in raw] == [unicodedata.normalize("NFC", w) for w in words]
