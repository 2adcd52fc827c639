"""API keys: reading the setting, and checking the key of a request."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Request

from ...model import TimtinError, UsageError

HEADER = "X-API-Key"


class KeyRequired(TimtinError):
    """The API requires a key, and the request has none or an invalid one."""

    status = 401
    code = "unauthorized"


@dataclass(frozen=True, slots=True)
class Keys:
    """The valid keys as SHA-256 digests; empty if the API is open."""

    digests: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.digests)

    def holder(self, request: Request) -> str | None:
        """Return an identifier of the request's key (a part of its digest), or None if it has none or an invalid one.

        The comparison takes constant time. If both headers are present, both must hold a valid key.
        """
        holders = [self._holder_of(key) for key in _keys_of(request)]
        return None if None in holders else next(iter(holders), None)

    def _holder_of(self, key: str) -> str | None:
        digest = sha256(key.encode("latin-1", "replace")).digest()  # WSGI decodes headers as latin-1
        holder = None
        for known in self.digests:
            if hmac.compare_digest(digest, known):
                holder = known.hex()[:16]
        return holder


def read_keys(setting: str) -> Keys:
    """Read the setting `api_keys`: comma-separated keys, or `@` and the path of a file with one key per line.

    Raises:
        UsageError: the file cannot be read, or contains no key, which would open the API to everybody.
    """
    setting = setting.strip()
    if not setting.startswith("@"):
        return Keys(tuple(_digest(key) for each in setting.split(",") if (key := each.strip())))
    path = Path(setting[1:])
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"The API keys cannot be read from {path}: {error}", field="api_keys") from error
    keys = tuple(_digest(key) for line in lines if (key := line.strip()) and not key.startswith("#"))
    if not keys:
        raise UsageError(f"{path} contains no keys; write one per line, or leave api_keys empty.", field="api_keys")
    return Keys(keys)


def _keys_of(request: Request) -> list[str]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = [token.strip()] if scheme.lower() == "bearer" else []
    return [*bearer, *([request.headers[HEADER].strip()] if HEADER in request.headers else [])]


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogateescape")).digest()
