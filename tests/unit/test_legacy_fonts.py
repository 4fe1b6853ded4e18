"""Text typed for .VnTime and VNI-Times. Pairs as converters of others give them (UniKey's tool, lists of bid documents)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.legacy_fonts import VNI, charset_in_use, charset_of, converted, is_capital, reads_as_tcvn3, reads_as_vni
from base.legacy_text import TCVN3, oddities

VNI_PAIRS = {
    "Ñaøo ñaát coâng trình": "Đào đất công trình",
    "Ñaép caùt neàn ñöôøng daøy 10cm  ñoä chaët K95": "Đắp cát nền đường dày 10cm  độ chặt K95",
    "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "tæ leä suy dinh döôõng, kyõ thuaät, yù, mî": "tỉ lệ suy dinh dưỡng, kỹ thuật, ý, mỵ",
    "Tuûa Chuøa, Möôøng AÛng, Ñieän Bieân Ñoâng": "Tủa Chùa, Mường Ảng, Điện Biên Đông",
    "lôùn, lôøi, lôûi, lôõ, lôïi; thaúng, baüng, baëng": "lớn, lời, lởi, lỡ, lợi; thẳng, bẵng, bặng",
}
TCVN3_PAIRS = {
    "Céng hßa x· héi chñ nghÜa ViÖt Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Tû lÖ trÎ em d­íi 5 tuæi suy dinh d­ìng": "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng",
    "§iÖn Biªn §«ng, M­êng ¶ng, Tña Chïa": "Điện Biên Đông, Mường ảng, Tủa Chùa",
}


@pytest.mark.parametrize(("typed", "meant"), VNI_PAIRS.items())
def test_vni(typed, meant):
    assert converted(typed, VNI) == meant


@pytest.mark.parametrize(("typed", "meant"), TCVN3_PAIRS.items())
def test_tcvn3(typed, meant):
    assert converted(typed, TCVN3) == meant
    assert reads_as_tcvn3(typed)


@pytest.mark.parametrize(
    "text",
    [
        "Điện Biên Đông", "Tỷ lệ (%)", "200 µg/dL", "5 μm", "25 °C ± 1", "12 m²", "© 2025 Sở Y tế", "Müller", "façade", "Nº 5", "§ 3",
        "Vinmec®", "Hà Tây", "chil\xaddren", "café", "São Paulo", "Zoë", "¿Qué?", "«xã»", "10 £",
    ],
)  # fmt: skip
def test_text_of_today_is_left_alone(text):
    assert not reads_as_tcvn3(text)
    assert not reads_as_vni(text)


def test_fonts_by_name():
    fonts = [".VnTime", ".VnTimeH", ".VNARIAL NARROW", "VNI-Times", "VNI-Helve", "Times New Roman", "Arial", ""]
    assert [charset_of(font) for font in fonts] == [TCVN3, TCVN3, TCVN3, VNI, VNI, "", "", ""]
    assert [is_capital(font) for font in fonts] == [False, True, False, False, False, False, False, False]


def test_a_font_is_not_believed_against_its_texts():
    assert charset_in_use(["Tèng"], ".VnTime") == TCVN3
    assert charset_in_use(["Mường", "xã"], ".VnTime") == ""
    assert charset_in_use(["Mường", "x· Nµ TÊu"], ".VnTime") == TCVN3
    assert charset_in_use(["Mường", "x· Nµ TÊu"]) == ""
    assert charset_in_use(["Tèng", "x· Nµ TÊu"]) == TCVN3


letters = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ ", max_size=30
)


@given(letters)
def test_every_letter_has_its_place_in_tcvn3(text):
    # The other way round by the table of bytes, which test_legacy_text holds to glibc.
    from base.legacy_text import decode

    back = {decode(bytes([number]), TCVN3): chr(number) for number in range(0xA0, 0x100)}
    typed = "".join(back.get(letter, letter) for letter in text)
    assert converted(typed, TCVN3) == text
    assert oddities(text) == 0
