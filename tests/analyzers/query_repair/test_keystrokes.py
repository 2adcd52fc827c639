"""Telex and VNI, tested with an independent encoder."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import fold, normalize
from timtin.analyzers.query_repair import (
    decode_telex,
    decode_vni,
    looks_like_telex,
    looks_like_vni,
    telex_candidates,
    vni_candidates,
)
from timtin.analyzers.query_repair.telex import PLAIN_WORDS
from timtin.analyzers.segmentation.pyvi_model import lexicon
from timtin.analyzers.tokenization.syllable import is_syllable

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j", "\u0306": "w", "\u031b": "w"}
VNI = {
    "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5",
    "\u0302": "6", "\u031b": "7", "\u0306": "8",
}  # fmt: skip
TONES = "\u0300\u0301\u0303\u0309\u0323"


def keys(syllable: str, method: str) -> list[tuple[str, str, str]]:
    """Return, for each letter, the letter typed, the key of its diacritic and the key of its tone."""
    typed = []
    for letter in unicodedata.normalize("NFC", syllable):
        base, *marks = unicodedata.normalize("NFD", letter)
        own = tone = ""
        for mark in marks:
            key = base.lower() if method == "telex" and mark == "\u0302" else (TELEX, VNI)[method == "vni"][mark]
            own, tone = (own, key) if mark in TONES else (key, tone)
        if letter in "đĐ":
            base, own = ("d", "D")[letter == "Đ"], {"telex": "d", "vni": "9"}[method]
        typed.append((base, own, tone))
    return typed


def at_once(syllable: str, method: str) -> str:
    """Type each key directly after its letter: `nguyeexn`."""
    return "".join(map("".join, keys(syllable, method)))


def tone_last(syllable: str, method: str) -> str:
    """Type the tone last: `nguyeenx`."""
    parts = keys(syllable, method)
    return "".join(base + own for base, own, _tone in parts) + "".join(tone for _base, _own, tone in parts)


def all_last(syllable: str, method: str) -> str:
    """Type all keys last, the tone at the end: `nguyenex`."""
    parts = keys(syllable, method)
    return "".join(base for base, _, _ in parts) + "".join(own for _, own, _ in parts) + "".join(t for _, _, t in parts)


def tone_before_other_keys(syllable: str, method: str) -> str:
    """Type all keys last, the tone first: `nguyenxe`."""
    parts = keys(syllable, method)
    return "".join(base for base, _, _ in parts) + "".join(t for _, _, t in parts) + "".join(own for _, own, _ in parts)


def one_horn(syllable: str, method: str) -> str:
    """Type one key for both vowels of ươ: `dduowngf`."""
    horn = {"telex": "w", "vni": "7"}[method]
    return tone_last(syllable, method).replace(f"u{horn}o{horn}", f"uo{horn}")


ORDERS = [at_once, tone_last, all_last, tone_before_other_keys, one_horn]
CANDIDATES = {"telex": telex_candidates, "vni": vni_candidates}


def syllables_with_diacritics() -> list[str]:
    found = {normalize(syllable) for word in lexicon() for syllable in word.split()}
    return sorted(syllable for syllable in found if not syllable.isascii() and is_syllable(syllable))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("method", ["telex", "vni"])
def test_every_syllable_of_the_lexicon_is_decoded(method: str, order: Callable[[str, str], str]) -> None:
    syllables = syllables_with_diacritics()
    assert len(syllables) > 4000
    first = 0
    for syllable in syllables:
        found = [text for text, _score in CANDIDATES[method](order(syllable, method))]
        assert syllable in found, (syllable, order(syllable, method))
        first += found[0] == syllable
    assert first > 0.998 * len(syllables)


DECODED_TELEX = [
    ("uyr ban nhaan daan", "ủy ban nhân dân"),
    ("ddaats", "đất"),
    ("DDaats", "Đất"),  # capitals as typed
    ("DDAATS DDAI", "ĐẤT ĐAI"),
    ("Vieejt Nam", "Việt Nam"),
    ("nguwowif", "người"),
    ("nguowif", "người"),  # one w for ươ
    ("ddwowngf", "đường"),  # w alone for ư
    ("truwongf", "trường"),  # only the ư of ươ typed, as input methods complete it
    ("thuowr", "thuở"),  # without a final uơ is kept
    ("muaw", "mưa"),
    ("quawn", "quăn"),
    ("thw vieejn", "thư viện"),
    ("giuwx gifn", "giữ gìn"),
    ("quys", "quý"),
    ("khuyur", "khuỷu"),
    ("ngoeof", "ngoèo"),  # an o that is a letter, not a key
    ("xooong", "xoong"),  # three times yields two
    ("tieesng vieejt, tiengse Vieetj!", "tiếng việt, tiếng Việt!"),
    ("covid nhaan daan test", "covid nhân dân test"),
    ("ủy ban nhaan daan", "ủy ban nhân dân"),
    ("cans booj nhaan daan vaanj", "cán bộ nhân dân vận"),  # an English word among three that are certainly Telex
    ("test covid nhaan daan vaanj", "test covid nhân dân vận"),  # … but not a loanword
]

NOT_TELEX = [
    "", "test", "covid", "facebook", "ban", "mars", "box", "test covid", "uy ban nhan dan", "ủy ban nhân dân", "IX",
    "phi visa vao Mary", "pho ban tw",
    "UBND xa", "217-QD/TW", "https", "w", "see of us", "New York Times", "\ud800s", "aaaaaaaaaaaaaaaaaaaas",
]  # fmt: skip

DECODED_VNI = [
    ("uy3 ban", "ủy ban"),
    ("u3y ban nha6n da6n", "ủy ban nhân dân"),
    ("nguye64n", "nguyễn"),
    ("nguyen46", "nguyễn"),
    ("d9a61t", "đất"),
    ("D9A61T d9ai", "ĐẤT đai"),
    ("d9u7o7ng2", "đường"),
    ("truo7ng2", "trường"),
    ("tr7uo2ng khu pho61 3", "tr7uo2ng khu phố 3"),  # a key before its letter is ignored
    ("y1 kie61n cu3a da6n a2", "ý kiến của dân à"),  # one letter and a digit, among other VNI words
    ("tha1ng 8 na8m 2024", "tháng 8 năm 2024"),
]

NOT_VNI = ["", "covid19", "g20", "h1n1", "U23", "QL1A", "A4", "khu 3", "2024", "km5", "ủy ban 3", "CO2", "\ud8001"]


@pytest.mark.parametrize(("typed", "intended"), DECODED_TELEX)
def test_telex_is_decoded(typed: str, intended: str) -> None:
    assert looks_like_telex(typed)
    assert decode_telex(typed) == intended


@pytest.mark.parametrize("text", NOT_TELEX)
def test_other_text_is_not_decoded_as_telex(text: str) -> None:
    assert not looks_like_telex(text)
    assert decode_telex(text) == text


@pytest.mark.parametrize(("typed", "intended"), DECODED_VNI)
def test_vni_is_decoded(typed: str, intended: str) -> None:
    assert looks_like_vni(typed)
    assert decode_vni(typed) == intended


@pytest.mark.parametrize("text", NOT_VNI)
def test_other_text_is_not_decoded_as_vni(text: str) -> None:
    assert not looks_like_vni(text)
    assert decode_vni(text) == text


def test_plain_words_get_a_low_score() -> None:
    assert telex_candidates("test") == [("tét", pytest.approx(0.1))]
    assert telex_candidates("tesst covid") == []
    [best, *_others] = telex_candidates("test nhaan daan")
    assert best[0] == "test nhân dân"


def test_every_plain_word_would_otherwise_be_read_as_telex() -> None:
    for word in PLAIN_WORDS:
        assert telex_candidates(word), word
        assert not looks_like_telex(word)


def test_the_score_increases_with_the_number_of_keys() -> None:
    scores = [telex_candidates(word)[0][1] for word in ("uyr", "nhanaf", "dduowngf")]
    assert scores == sorted(scores)
    assert 0.5 < scores[0] < scores[2] <= 1


def test_the_limit_applies() -> None:
    found = telex_candidates("uyr ban nhaan daan", 3)
    assert len(found) == 3
    assert [score for _text, score in found] == sorted((score for _text, score in found), reverse=True)
    assert telex_candidates("uyr ban", 0) == []


def test_words_without_diacritics_are_not_decoded() -> None:
    plain = [fold(word) for word in random.Random(1).sample(lexicon(), 3000)]
    assert sum(looks_like_vni(word) for word in plain) == 0
    # The rest are loanwords: boong, oxy.
    assert sum(looks_like_telex(word) for word in plain) < 0.02 * len(plain)


TYPED = st.text(alphabet="aeiouydnghtcswfrxjzAEODW123456789 đấ\ud800'-", max_size=30)


@given(st.text(max_size=30) | TYPED)
@settings(max_examples=300)
def test_any_text_is_safe(text: str) -> None:
    for function in (telex_candidates, vni_candidates):
        for reading, score in function(text):
            assert reading != text
            assert 0 < score <= 1
    for decode, looks in ((decode_telex, looks_like_telex), (decode_vni, looks_like_vni)):
        assert looks(text) or decode(text) == text


@pytest.mark.parametrize("function", [decode_telex, decode_vni, looks_like_telex, looks_like_vni, telex_candidates])
def test_other_types_raise_a_type_error(function: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="takes a str, not NoneType"):
        function(None)
