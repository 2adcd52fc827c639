"""pyvi's tokenizer in linear time: exactly the tokens of its `sylabelize`, on which its model was trained.

pyvi's single regular expression is quadratic because its e-mail alternative is tried at every character of a run of
`[a-zA-Z0-9_.+-]` that leads to no `@`. Here the alternatives before and after it are two expressions, and whether an
e-mail address begins at a position is looked up: it does if that run ends in an `@` followed by a domain.
"""

from __future__ import annotations

import re

# In pyvi's order, which decides where several alternatives match. All of them are kept unchanged, including oddities
# such as `[A-ZĐ]+\.`.
_BEFORE_EMAIL = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://\S+"
_AFTER_EMAIL = r"\d+(?:[.,_]\d+)+|[^\w\s]|\w+"

_PLAIN = re.compile(f"{_BEFORE_EMAIL}|{_AFTER_EMAIL}")
_FIRST = re.compile(_BEFORE_EMAIL)
_LAST = re.compile(_AFTER_EMAIL)
_CHUNK_WITH_AT = re.compile(r"[^\s@]*@\S*")
_DOMAIN = re.compile(r"@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+")
_LOCAL_REVERSED = re.compile(r"[a-zA-Z0-9_.+-]+")


def split_like_pyvi(text: str) -> list[str]:
    """Return pyvi's tokens of an NFC text: words, numbers, single signs and line ends, without other white space."""
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
    """Return, for every `@` before a domain, the earliest start of its local part, the `@` and the domain's end."""
    backwards, addresses = chunk[::-1], []
    for match in _DOMAIN.finditer(chunk):
        at = match.start()
        local = _LOCAL_REVERSED.match(backwards, len(chunk) - at)
        if local:
            addresses.append((at - len(local[0]), at, match.end()))
    return addresses


def _split_chunk(chunk: str) -> list[str]:
    """Return the tokens of a piece without white space."""
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
