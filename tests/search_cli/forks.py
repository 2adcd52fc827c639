"""Running the command in forked processes, which need not start Python and import every module.

A server process imports the modules once and forks for each run. A run has everything that a process has: its own
environment, working folder, standard streams (pipes), signals and exit code. This saves about 0.4 s per run. Run as a
script, this file is the server.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType

AVAILABLE = sys.platform == "linux"
"""Whether forking is safe; on other systems it is not after numpy has been loaded."""


class Forks:
    """Runs `python -m timtin` in forked processes; not thread-safe."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """Start the server with the variables that the interpreter reads at its start (`PYTHONWARNINGS`, locale)."""
        self._socket, theirs = socket.socketpair()
        # OpenBLAS would start threads, which do not survive a fork.
        env = {**env, "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                stdin=subprocess.PIPE,  # pipes like those of a run, since a stream remembers whether it is seekable
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=env,
                pass_fds=[theirs.fileno()],
            )

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()  # ends the server
        out, errors = self._server.communicate(timeout=60)
        # Output of the imports appears here, not in the runs.
        assert (self._server.returncode, out, errors) == (0, b"", b"")

    def run(
        self, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, stdin: bytes, timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command once, like `subprocess.run` with `capture_output`."""
        (stdin_read, stdin_write), (out_read, out_write), (errors_read, errors_write) = (os.pipe() for _ in range(3))
        request = json.dumps({"arguments": list(arguments), "env": dict(env), "cwd": str(cwd or Path.cwd())}).encode()
        theirs = [stdin_read, out_write, errors_write]
        socket.send_fds(self._socket, [len(request).to_bytes(8, "big")], theirs)
        self._socket.sendall(request)
        for descriptor in theirs:
            os.close(descriptor)
        pid = int.from_bytes(_receive(self._socket, 8), "big")
        # Read both outputs while writing the input, so that no pipe fills up.
        read: dict[int, bytes] = {}
        readers = [
            threading.Thread(target=lambda end=end: read.update({end: _read(end)}), daemon=True)
            for end in (out_read, errors_read)
        ]
        feeder = threading.Thread(target=_write, args=(stdin_write, stdin), daemon=True)
        for thread in (*readers, feeder):
            thread.start()
        for thread in (*readers, feeder):
            thread.join(timeout)
        if any(thread.is_alive() for thread in (*readers, feeder)):
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(arguments), timeout)
        code = int.from_bytes(_receive(self._socket, 8), "big", signed=True)
        return subprocess.CompletedProcess(list(arguments), code, read[out_read], read[errors_read])


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def _write(descriptor: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        received = connection.recv(size - len(data))
        if not received:
            raise ConnectionError("the server has ended")
        data += received
    return data


def _serve(connection: socket.socket) -> None:
    """Fork for each request; return in each forked process, prepared to run the command; exit after the last one."""
    while True:
        head, descriptors, _, _ = socket.recv_fds(connection, 8, 3)
        if not head:
            connection.close()
            sys.exit(0)
        head += _receive(connection, 8 - len(head))
        request = json.loads(_receive(connection, int.from_bytes(head, "big")))
        pid = os.fork()
        if pid == 0:
            break
        for descriptor in descriptors:
            os.close(descriptor)
        connection.sendall(pid.to_bytes(8, "big"))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        connection.sendall(code.to_bytes(8, "big", signed=True))
    connection.close()
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["timtin", *request["arguments"]]


def _load() -> None:
    """Import every module of the command, and load the tables that are read at the first indexing or search."""
    for package in (
        "search_cli",
        "searcher",
        "indexer",
        "store",
        "engines",
        "presentation",
        "knowledge",
        "analyzers",
        "model",
    ):
        outer = import_module(f"timtin.{package}")
        for module in pkgutil.walk_packages(outer.__path__, f"timtin.{package}."):
            with suppress(ImportError):  # needs an extra
                import_module(module.name)
    import_module("rich.table")
    import timtin

    # Whoosh, because it starts no threads.
    with tempfile.TemporaryDirectory() as folder:
        with timtin.create_index(folder, engine="whoosh") as index:
            index.add([timtin.Article(id="1", title="Dân vận khéo", body="Xã Mẫu Lâm họp ngày 05/03/2024.")])
        with timtin.open_index(folder) as index:
            index.search("dan van kheo")


if __name__ == "__main__":
    _load()
    gc.collect()
    gc.freeze()  # runs share the loaded objects and do not search them for garbage
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("timtin", run_name="__main__", alter_sys=True)
