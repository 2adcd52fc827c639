"""Keys of the API: which there are, and whether a request brings one."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Request

from ...model import TimtinError, UsageError

HEADER = "X-API-Key"


class KeyNeeded(TimtinError):
    """The API asks for a key, and none or a wrong one was given."""

    status = 401
    code = "unauthorized"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that are good, as digests; none at all where everybody may ask."""

    digests: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.digests)

    def holder(self, request: Request) -> str | None:
        """A name for the key that a request brings (part of its digest); None where it brings none, or a wrong one.

        Takes as long whichever key it is and however much of it is right. Both headers may be there: both must be good.
        """
        found = [self._known(given) for given in _given(request)]
        return None if None in found else next(iter(found), None)

    def _known(self, given: str) -> str | None:
        digest = sha256(given.encode("latin-1", "replace")).digest()  # as WSGI decodes headers
        found = None
        for known in self.digests:
            if hmac.compare_digest(digest, known):
                found = known.hex()[:16]
        return found


def read_keys(setting: str) -> Keys:
    """The keys of the setting `api_keys`: comma-separated, or `@` and the path of a file with one on a line.

    Raises:
        UsageError: the file cannot be read, or holds no key (which would open the API to everybody).
    """
    setting = setting.strip()
    if not setting.startswith("@"):
        return Keys(tuple(_digest(key) for each in setting.split(",") if (key := each.strip())))
    path = Path(setting[1:])
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"The keys of the API cannot be read from {path}: {error}", field="api_keys") from error
    keys = tuple(_digest(key) for line in lines if (key := line.strip()) and not key.startswith("#"))
    if not keys:
        raise UsageError(f"{path} holds no keys; write one on a line, or leave api_keys empty.", field="api_keys")
    return Keys(keys)


def _given(request: Request) -> list[str]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = [token.strip()] if scheme.lower() == "bearer" else []
    return [*bearer, *([request.headers[HEADER].strip()] if HEADER in request.headers else [])]


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogateescape")).digest()
