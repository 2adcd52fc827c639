"""The Vietnamese syllables that the orthography allows: onset × rime × tone, as a table.

Sources: Hoàng Phê, *Chính tả tiếng Việt*; Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*. The grammar lists the rimes and the
onsets that each group of rimes admits (`k`, `gh` and `ngh` before front vowels, `q` only with `u`), and allows only the
acute and the dot below with a final stop. It accepts every syllable that could be written; fewer than half of them are
words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ..normalization.characters import require_text
from ..normalization.normal_form import normalize

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Level tone (no diacritic), grave, hook, tilde, acute, dot below. A syllable's tone is an index into this tuple."""

ACUTE, DOT = 4, 5

LONGEST_SYLLABLE = 7
"""Letters in the longest syllable, `nghiêng`."""


def _list(table: str) -> list[str]:
    return table.split()


_PLAIN_RIMES = _list("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
""")
_FRONT_RIMES = _list("""
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
""")
_ROUND_RIMES = _list("""
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
""")
_Y_RIMES = _list("y yêm yên yêng yêt yêu")
# After `qu` the sounds of _ROUND_RIMES are written without their glide (`oa` as `a`, `uy` as `y`).
_Q_RIMES = _list("""
a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo ep et ê êch ên ênh êt êu
i it y ych yên yêt ynh yt yp ơ ơi ơn ơt ôc
""")

_BEFORE_ALL = _list("b ch d đ h kh l m n nh p ph r s t th tr v x")
_BEFORE_BACK, _BEFORE_FRONT = ["c", "g", "ng"], ["k", "gh", "ngh"]
_BEFORE_Y = _list("h k l m s t v")
_BEFORE_K_BACK = _list("a ac ai am an ang ao ap at ăn ăng o on ong ô ôn ông ơ u")
"""Rimes after `k` in names (`Bắc Kạn`, `Mê Kông`) and loanwords."""
# Syllables that end in k, in names of the Central Highlands: Đắk Lắk, Đăk Hà.
_HIGHLAND = [("đ", "ăk"), ("l", "ăk"), ("đ", "ak"), ("l", "ak")]
_STOPS = ("c", "ch", "p", "t")


class Syllable(NamedTuple):
    """The parts of a syllable in lower case: `nguyễn` is `ng`, `uyên`, 3."""

    onset: str
    rime: str
    tone: int


@lru_cache(maxsize=1)
def _divisions() -> dict[str, tuple[str, str]]:
    """Return every syllable without its tone, with its onset and rime."""
    rules = [
        (["g"], ["i", "in", "ip", "iêc", "iêm", "iên", "iêng", "iêt"]),  # gì, gìn, giếng: gi + i is written gi
        (["", *_BEFORE_ALL, *_BEFORE_BACK, "gi"], _PLAIN_RIMES),
        (["", *_BEFORE_ALL, *_BEFORE_FRONT], _FRONT_RIMES),
        (["gi"], [rime for rime in _FRONT_RIMES if rime[0] != "i"]),
        (["", *_BEFORE_ALL, *_BEFORE_BACK], _ROUND_RIMES),
        ([""], _Y_RIMES),
        (_BEFORE_Y, ["y"]),
        (["qu"], _Q_RIMES),
        (["k"], _BEFORE_K_BACK),
    ]
    table: dict[str, tuple[str, str]] = {}
    for onsets, rimes in rules:
        for onset in onsets:
            for rime in rimes:
                table.setdefault(onset + rime, (onset, rime))
    table.update((onset + rime, (onset, rime)) for onset, rime in _HIGHLAND)
    return table


_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_STRIPPED = str.maketrans("ăâêôơưđ", "aaeooud")


def split_tone(text: str) -> tuple[str, int] | None:
    """Return the composed text without its tone, and the tone; None if it has more than one tone."""
    decomposed = unicodedata.normalize("NFD", text)
    tones = [mark for mark in decomposed if mark in TONES]
    if len(tones) > 1:
        return None
    if not tones:
        return unicodedata.normalize("NFC", decomposed), 0
    return unicodedata.normalize("NFC", decomposed.replace(tones[0], "")), TONES.index(tones[0])


def tone_fits(rime: str, tone: int) -> bool:
    """Return whether the rime admits the tone: a final stop admits only the acute and the dot below."""
    return tone in {ACUTE, DOT} or not rime.endswith(_STOPS)


def split_rime(bare: str) -> tuple[str, str] | None:
    """Return onset and rime of a lower-case, composed syllable without its tone (`nguyên`); None if it is not one."""
    return _divisions().get(bare)


def parse_syllable(text: str) -> Syllable | None:
    """Return the parts of a syllable; None if the text is not one.

    Any Unicode form, letter case and correct tone placement is accepted.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("parse_syllable", text)
    if not 0 < len(text) <= 3 * LONGEST_SYLLABLE:
        return None
    form = normalize(text)
    bare = split_tone(form) if len(form) <= LONGEST_SYLLABLE else None
    division = split_rime(bare[0]) if bare is not None else None
    if bare is None or division is None or not tone_fits(division[1], bare[1]):
        return None
    syllable = Syllable(*division, bare[1])
    return syllable if spell_syllable(syllable) == form else None


def spell_syllable(syllable: Syllable) -> str:
    """Return the syllable's normal form, with the tone in its canonical place (`hòa`, `ủy`, `toàn`, `khuỷu`)."""
    onset, rime, tone = syllable
    if not tone:
        return onset + rime
    place = _tone_place(rime)
    return onset + rime[:place] + unicodedata.normalize("NFC", rime[place] + TONES[tone]) + rime[place + 1 :]


def _tone_place(rime: str) -> int:
    modified = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if modified:
        return modified[-1]
    vowels = len(rime) - len(rime.lstrip("aeiouy"))
    if vowels < len(rime) or vowels == 3:
        return vowels - 1 - (vowels == 3)
    return 0


def is_syllable(text: str) -> bool:
    """Return whether the whole text is one Vietnamese syllable that the orthography allows.

    `nguyễn`, `UỶ` and `hoà` are syllables; `hoc` (a final stop requires a tone), `covid` and the empty text are not.
    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("is_syllable", text)
    return parse_syllable(text) is not None


@lru_cache(maxsize=1)
def _by_folded_form() -> dict[str, list[str]]:
    bare_syllables: dict[str, list[str]] = {}
    for bare in _divisions():
        bare_syllables.setdefault(bare.translate(_STRIPPED), []).append(bare)
    return bare_syllables


@lru_cache(maxsize=4096)
def unfold_syllable(folded: str) -> tuple[str, ...]:
    """Return the normal forms of all syllables with this folded form, sorted; empty if there are none.

    `dan` gives `dan`, `dàn`, …, `đận`.
    """
    found = []
    for bare in _by_folded_form().get(folded, ()):
        onset, rime = _divisions()[bare]
        found += [spell_syllable(Syllable(onset, rime, tone)) for tone in range(len(TONES)) if tone_fits(rime, tone)]
    return tuple(sorted(found))
