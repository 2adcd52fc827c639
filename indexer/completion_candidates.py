"""Completion candidates: what the search box may suggest from an article (its title, subjects and title phrases).

Only what a search would find is suggested: places, organisations and topics count if the text contains their names
literally, and a phrase is part of the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from unicodedata import normalize

from ..analyzers import Token, normal_and_folded, segment_words
from ..model import Article

MAX_TITLE = 200
"""Characters; nobody would choose a longer title from a list."""

MAX_WORDS, MAX_SYLLABLES = 4, 8
"""Limits of a phrase."""

Completion = tuple[str, str]
"""Kind and text."""

_Word = tuple[Token, ...]

_STOP_WORDS = frozenset(
    """và hoặc hay nhưng mà thì là của các những cho với về tại trong ngoài từ đến tới để được bị đã đang sẽ vừa
    không chưa chẳng có khi sau trước trên dưới giữa cùng do bởi vì nên nếu như theo này đó kia ấy đây một mỗi mọi từng
    nhiều ít hơn nhất cũng vẫn còn lại ra vào lên xuống qua ở bằng rất quá thế nào gì ai sao đâu rằng nhằm trong đó
    ngay chỉ cả đều hãy phải cần nữa rồi hết thêm nhau mình việc cách vụ bài ảnh video clip""".split()  # noqa: SIM905 - more readable than a list
)
"""Words (in normal form) with which no phrase begins or ends."""


def completions(article: Article, texts: Mapping[str, str]) -> tuple[Completion, ...]:
    """Return kind and text of each completion candidate of an article, without repetitions.

    Args:
        article: an understood article.
        texts: its text fields by the names in `engines.fields`.
    """
    candidates: list[Completion] = []
    title = " ".join(normalize("NFC", article.title).split())
    if len(title) <= MAX_TITLE and texts["title"]:
        candidates.append(("title", title))
    searched = [f" {texts['title']} ", f" {texts['body']} "]
    subjects = {
        "place": (name for place in article.places for name in (place.name, *place.path_then, *place.path_now)),
        "organization": article.organizations,
        "topic": article.topics,
    }
    for kind, values in subjects.items():
        candidates += ((kind, value) for value in _normalized(values) if _contain(searched, value))
    candidates += (("citation", number) for number in _normalized(article.citations) if " " not in number)
    candidates += (("phrase", phrase) for phrase in _phrases(title))
    return tuple(dict.fromkeys(candidates))


def _normalized(values: Iterable[str]) -> Iterator[str]:
    return (" ".join(normalize("NFC", value).split()) for value in dict.fromkeys(values))


def _contain(texts: Sequence[str], value: str) -> bool:
    """Return whether one of the texts contains the value's syllables in a row."""
    syllables = " ".join(normal_and_folded(value)[0])
    return bool(syllables) and any(f" {syllables} " in text for text in texts)


def _phrases(title: str) -> Iterator[str]:
    """Yield every run of two to eight syllables and up to four words that begins and ends with a content word.

    Phrases are in normal form except for capitals, so that two spellings of one phrase differ in capitals only.
    """
    is_upper = title.isupper()
    for run in _runs(title):
        written = [_written(word, is_upper) for word in run]
        if run:
            written[0] = _without_initial_capital(written[0])
        content = [_is_content_word(word) for word in run]
        for start, first in enumerate(content):
            if not first:
                continue
            syllables = 0
            for end in range(start, min(start + MAX_WORDS, len(run))):
                syllables += len(run[end])
                if syllables > MAX_SYLLABLES:
                    break
                if content[end] and syllables > 1:
                    yield " ".join(written[start : end + 1])


def _runs(title: str) -> Iterator[list[_Word]]:
    """Yield runs of words that are separated by a single space."""
    run: list[_Word] = []
    for before, word in pairwise([(), *segment_words(title)]):
        if before and title[before[-1].end : word[0].start] != " ":
            yield run
            run = []
        run.append(word)
    yield run


def _is_content_word(word: _Word) -> bool:
    if len(word) > 1:
        return not all(token.normal in _STOP_WORDS for token in word)
    return word[0].normal.isalpha() and len(word[0].normal) > 1 and word[0].normal not in _STOP_WORDS


def _written(word: _Word, is_upper: bool) -> str:
    """Return a word in normal form with its capitals, in lower case if the whole title is in capitals."""
    return " ".join(token.normal if is_upper else _cased(token) for token in word)


def _cased(token: Token) -> str:
    if token.text.islower():
        return token.normal
    if token.text.isupper() and len(token.text) > 1:
        return token.normal.upper()
    return token.normal[:1].upper() + token.normal[1:] if token.text[:1].isupper() else token.normal


def _without_initial_capital(first: str) -> str:
    """Return the first word of a title as it is written within a sentence: `mô hình` for `Mô hình`, but `Hà Nội`."""
    return first[:1].lower() + first[1:] if first[1:].islower() and " " in first else first
