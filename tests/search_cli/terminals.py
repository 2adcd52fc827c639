"""A terminal for tests: a command in a pseudo-terminal of a given size, and what it showed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence


class Terminal:
    """A process that believes it talks to a person."""

    def __init__(self, command: Sequence[str], env: dict[str, str], *, columns: int = 100, lines: int = 30) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen = ours
        self.shown = ""
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env={"TERM": "xterm-256color"} | env,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._screen, keys.encode())

    def read_until(self, text: str, seconds: float = 60) -> str:
        """What is shown until `text` stands there; fails after a while."""
        until = time.monotonic() + seconds
        while text not in self.shown:
            if time.monotonic() > until or not self._read():
                raise AssertionError(f"{text!r} is not shown: {self.shown!r}")
        return self.shown

    def end(self) -> tuple[int, str]:
        """Wait for the end: exit code and everything shown."""
        until = time.monotonic() + 60
        while self._read():
            assert time.monotonic() < until, self.shown
        code = self.process.wait(60)
        os.close(self._screen)
        return code, self.shown

    def _read(self) -> bool:
        if not select.select([self._screen], [], [], 1)[0]:
            return True
        try:
            got = os.read(self._screen, 65536)
        except OSError:  # nobody is at the other end any more
            return False
        self.shown += got.decode("utf-8", "replace")
        return bool(got)
