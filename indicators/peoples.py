"""The peoples of Vietnam (54 official groups) that the north-western provinces' texts do not name already: code -> name.

Their names are the same in both languages, so they are no texts to translate.
"""

from collections.abc import Mapping
from types import MappingProxyType

OTHER_PEOPLES: Mapping[str, str] = MappingProxyType(
    {
        "bana": "Ba Na", "boy": "Bố Y", "brau": "Brâu", "bruvankieu": "Bru-Vân Kiều", "cham": "Chăm", "choro": "Chơ Ro",
        "chu": "Chứt", "churu": "Chu Ru", "co": "Co", "coho": "Cơ Ho", "colao": "Cơ Lao", "cotu": "Cơ Tu", "ede": "Ê Đê",
        "giarai": "Gia Rai", "giay": "Giáy", "gietrieng": "Giẻ Triêng", "hre": "Hrê", "khmer": "Khmer", "lachi": "La Chí",
        "lahu": "La Hủ", "lolo": "Lô Lô", "lu": "Lự", "ma": "Mạ", "mang": "Mảng", "mnong": "Mnông", "ngai": "Ngái",
        "odu": "Ơ Đu", "pathen": "Pà Thẻn", "pupeo": "Pu Péo", "raglai": "Ra Glai", "romam": "Rơ Măm", "sanchay": "Sán Chay",
        "sandiu": "Sán Dìu", "taoi": "Tà Ôi", "tho": "Thổ", "xodang": "Xơ Đăng", "xtieng": "Xtiêng",
    }
)  # fmt: skip
