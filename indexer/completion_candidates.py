"""What a search box may offer of an article: its title, what it is about, the phrases of its title.

Nothing is offered that a search would not find: places, organisations and topics count where the text names them
word by word, and a phrase is a stretch of the title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from unicodedata import normalize

from ..analyzers import Token, normal_and_folded, segment_words
from ..model import Article

LONGEST_TITLE = 200
"""Characters; a longer title is none that anybody would choose from a list."""

MOST_WORDS, MOST_SYLLABLES = 4, 8
"""The longest phrase."""

Completion = tuple[str, str]
"""Kind and text."""

_Word = tuple[Token, ...]

_STOP = frozenset(
    """và hoặc hay nhưng mà thì là của các những cho với về tại trong ngoài từ đến tới để được bị đã đang sẽ vừa
    không chưa chẳng có khi sau trước trên dưới giữa cùng do bởi vì nên nếu như theo này đó kia ấy đây một mỗi mọi từng
    nhiều ít hơn nhất cũng vẫn còn lại ra vào lên xuống qua ở bằng rất quá thế nào gì ai sao đâu rằng nhằm trong đó
    ngay chỉ cả đều hãy phải cần nữa rồi hết thêm nhau mình việc cách vụ bài ảnh video clip""".split()  # noqa: SIM905 - a table to be read
)
"""Words (normal forms) that no phrase begins or ends with."""


def completions(article: Article, texts: Mapping[str, str]) -> tuple[Completion, ...]:
    """Kind and text of everything a search box may offer of this article, each once.

    Args:
        article: an understood article.
        texts: its text channels as in `engines.fields`.
    """
    found: list[Completion] = []
    title = " ".join(normalize("NFC", article.title).split())
    if len(title) <= LONGEST_TITLE and texts["title"]:
        found.append(("title", title))
    spoken = [f" {texts['title']} ", f" {texts['body']} "]
    named = {
        "place": (name for place in article.places for name in (place.name, *place.path_then, *place.path_now)),
        "organization": article.organizations,
        "topic": article.topics,
    }
    for kind, values in named.items():
        found += ((kind, value) for value in _tidy(values) if _says(spoken, value))
    found += (("citation", number) for number in _tidy(article.citations) if " " not in number)
    found += (("phrase", phrase) for phrase in _phrases(title))
    return tuple(dict.fromkeys(found))


def _tidy(values: Iterable[str]) -> Iterator[str]:
    return (" ".join(normalize("NFC", value).split()) for value in dict.fromkeys(values))


def _says(spoken: Sequence[str], value: str) -> bool:
    """Whether the title or the rest says it, syllable by syllable in a row."""
    syllables = " ".join(normal_and_folded(value)[0])
    return bool(syllables) and any(f" {syllables} " in text for text in spoken)


def _phrases(title: str) -> Iterator[str]:
    """Every run of up to four words that begins and ends with a word of its own weight, of two syllables at least.

    Written in the normal form but for capitals, so that two spellings of one phrase differ in capitals alone.
    """
    shouted = title.isupper()
    for run in _runs(title):
        written = [_written(word, shouted) for word in run]
        if run:
            written[0] = _within(written[0])
        weighty = [_weighty(word) for word in run]
        for start, first in enumerate(weighty):
            if not first:
                continue
            syllables = 0
            for end in range(start, min(start + MOST_WORDS, len(run))):
                syllables += len(run[end])
                if syllables > MOST_SYLLABLES:
                    break
                if weighty[end] and syllables > 1:
                    yield " ".join(written[start : end + 1])


def _runs(title: str) -> Iterator[list[_Word]]:
    """The words in runs with white space alone between them."""
    run: list[_Word] = []
    found = segment_words(title)
    for before, word in pairwise([(), *found]):
        if before and title[before[-1].end : word[0].start] != " ":
            yield run
            run = []
        run.append(word)
    yield run


def _weighty(word: _Word) -> bool:
    if len(word) > 1:
        return not all(token.normal in _STOP for token in word)
    return word[0].normal.isalpha() and len(word[0].normal) > 1 and word[0].normal not in _STOP


def _written(word: _Word, shouted: bool) -> str:
    return " ".join(token.normal if shouted else _cased(token) for token in word)


def _cased(token: Token) -> str:
    if token.text.islower():
        return token.normal
    if token.text.isupper() and len(token.text) > 1:
        return token.normal.upper()
    return token.normal[:1].upper() + token.normal[1:] if token.text[:1].isupper() else token.normal


def _within(first: str) -> str:
    """The first word of a sentence as it is written within one: `Mô hình` begins with a capital, `Hà Nội` has two."""
    return first[:1].lower() + first[1:] if first[1:].islower() and " " in first else first
