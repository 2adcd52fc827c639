"""Cuts a text into the tokens pyvi's model was trained on: exactly those of its `sylabelize`, in linear time.

pyvi's one regular expression is quadratic through its e-mail alternative, tried at every character of a run of
`[a-zA-Z0-9_.+-]` that leads to no `@`. Here the alternatives before and after it are two expressions, and whether an
e-mail address begins at a place is looked up: it does if that run ends in an `@` that a domain follows.
"""

from __future__ import annotations

import re

# In pyvi's order, which decides where several fit. Its `[A-ZĐ]+\.` and the rest are kept as they are, oddities too.
_BEFORE_EMAIL = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://\S+"
_AFTER_EMAIL = r"\d+(?:[.,_]\d+)+|[^\w\s]|\w+"

_PLAIN = re.compile(f"{_BEFORE_EMAIL}|{_AFTER_EMAIL}")
_FIRST = re.compile(_BEFORE_EMAIL)
_LAST = re.compile(_AFTER_EMAIL)
_CHUNK_WITH_AT = re.compile(r"[^\s@]*@\S*")
_DOMAIN = re.compile(r"@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+")
_LOCAL_REVERSED = re.compile(r"[a-zA-Z0-9_.+-]+")


def split_like_pyvi(text: str) -> list[str]:
    """pyvi's tokens of an NFC text: words, numbers, single signs, line ends; other white space is left out."""
    if "@" not in text:
        return _PLAIN.findall(text)
    tokens: list[str] = []
    position = 0
    for chunk in _CHUNK_WITH_AT.finditer(text):
        tokens += _PLAIN.findall(text, position, chunk.start())
        tokens += _split_chunk(chunk[0])
        position = chunk.end()
    return tokens + _PLAIN.findall(text, position)


def _addresses(chunk: str) -> list[tuple[int, int, int]]:
    """Every `@` with a domain behind it: where its local part can begin at the earliest, the `@`, the domain's end."""
    backwards, found = chunk[::-1], []
    for match in _DOMAIN.finditer(chunk):
        at = match.start()
        local = _LOCAL_REVERSED.match(backwards, len(chunk) - at)
        if local:
            found.append((at - len(local[0]), at, match.end()))
    return found


def _split_chunk(chunk: str) -> list[str]:
    """Tokens of a piece without white space."""
    addresses = _addresses(chunk)
    tokens, position, upcoming = [], 0, 0
    while position < len(chunk):
        while upcoming < len(addresses) and addresses[upcoming][1] <= position:
            upcoming += 1
        match = _FIRST.match(chunk, position)
        if match:
            end = match.end()
        elif upcoming < len(addresses) and addresses[upcoming][0] <= position:
            end = addresses[upcoming][2]
        else:
            last = _LAST.match(chunk, position)
            end = last.end() if last else position + 1
        tokens.append(chunk[position:end])
        position = end
    return tokens
