"""The site under test: built once a run, served on the loopback as GitHub Pages would."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from socketserver import BaseServer
from urllib.parse import urlsplit

from mkdocs.utils.yaml import yaml_load

from tests.once import hold


class BuildFailedError(Exception):
    """The sample portfolio did not build; the message is what MkDocs said."""


def build_once(root: Path, folder: Path) -> Path:
    """Build the sample portfolio into `folder`/site, unless a test process before us has.

    Raises:
        BuildFailedError: MkDocs refused; likewise in every later process, without another try.
    """
    site, finished, refused = folder / "site", folder / "site-finished", folder / "site-refused"
    with hold(folder / "site-lock"):
        if refused.exists():
            raise BuildFailedError(refused.read_text(encoding="utf-8"))
        if not finished.exists():
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
            command += ["--config-file", str(root / "mkdocs.yml"), "--site-dir", str(site)]
            env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
            done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=env, check=False)
            if done.returncode:
                refused.write_text(done.stdout + done.stderr, encoding="utf-8")
                raise BuildFailedError(done.stdout + done.stderr)
            finished.touch()
    return site


def read_sub_path(config_file: Path) -> str:
    """The path of a site's `site_url` (`/portfolio/`): where its own 404 page expects to be served."""
    with config_file.open("rb") as handle:
        config = yaml_load(handle)
    path = urlsplit(str(config.get("site_url") or "")).path
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder under a sub-path; for anything else the folder's 404.html, with status 404."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self, request: socket, client: tuple[str, int], server: BaseServer, *, folder: Path, sub_path: str
    ) -> None:
        self.sub_path = sub_path
        super().__init__(request, client, server, directory=str(folder))

    def translate_path(self, path: str) -> str:
        # A link that leaves the sub-path works on a developer's computer and breaks on the real host.
        if not path.startswith(self.sub_path):
            return str(Path(self.directory, "no", "such", "file"))
        return super().translate_path(path.removeprefix(self.sub_path.rstrip("/")))

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - no folder is listed
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: requests are not news."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    """A browser that asks for many files at once must not be turned away because the machine is busy."""


@contextmanager
def serve_folder(folder: Path, sub_path: str = "/", kind: type[Handler] = Handler) -> Iterator[str]:
    """Serve a folder on a free loopback port; gives the address of its root, ending in `/`."""
    handler = partial(kind, folder=folder, sub_path=sub_path)
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{sub_path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
