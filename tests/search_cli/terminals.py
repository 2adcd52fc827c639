"""A command in a pseudo-terminal of a given size, and the text that it shows."""

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
    """A process whose standard streams are a pseudo-terminal; `shown` is the text so far."""

    def __init__(self, command: Sequence[str], env: dict[str, str], *, columns: int = 100, lines: int = 30) -> None:
        controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen = controller
        self.shown = ""
        self.process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, env={"TERM": "xterm-256color"} | env,
            start_new_session=True,
        )  # fmt: skip
        os.close(terminal)

    def type(self, keys: str) -> None:
        """Type keys."""
        os.write(self._screen, keys.encode())

    def read_until(self, text: str, seconds: float = 60) -> str:
        """Read until `text` is shown, and return everything shown so far; fail after `seconds`."""
        deadline = time.monotonic() + seconds
        while text not in self.shown:
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{text!r} is not shown: {self.shown!r}")
        return self.shown

    def end(self) -> tuple[int, str]:
        """Wait for the process to end; return its exit code and everything shown."""
        deadline = time.monotonic() + 60
        while self._read():
            assert time.monotonic() < deadline, self.shown
        code = self.process.wait(60)
        os.close(self._screen)
        return code, self.shown

    def _read(self) -> bool:
        if not select.select([self._screen], [], [], 1)[0]:
            return True
        try:
            data = os.read(self._screen, 65536)
        except OSError:  # the process has closed its end
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)
