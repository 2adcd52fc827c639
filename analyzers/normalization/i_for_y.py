"""`i` for `y`: `kỹ`/`kĩ`, `Mỹ`/`Mĩ`, `lý`/`lí`, `quý`/`quí`, `ủy` but not `ủi` — an equivalence for those who want it.

Where a syllable's only vowel is `i`, school spelling since 1980 writes `i`, custom `y` (after h, k, l, m, s, t, v, and
alone); after `qu` both are written before any final (`quỳnh`, `quình`). Elsewhere the two are different sounds (`thúy`
and `thúi`, `tay` and `tai`) and stay.
"""

from __future__ import annotations

import re

_Y = "yỳýỷỹỵ"
_TO_I = str.maketrans(_Y, "iìíỉĩị")
_EITHER = re.compile(f"(?:[hklmstv]?[{_Y}]|qu[{_Y}](?:ch|nh|[cnpt])?)")


def replace_y_with_i(form: str) -> str:
    """The one form of a syllable's two spellings: `kỹ` and `kĩ` give `kĩ`. Takes and gives normal or folded forms."""
    return form.translate(_TO_I) if _EITHER.fullmatch(form) else form
