"""The app in a browser: let in from its own page only, and drawn by a real Chromium where there is one."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install 'chatapp[web]'")

from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def served(home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "chatapp", "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ,
    )
    assert process.stdout is not None
    assert "until Ctrl-C" in process.stdout.readline()
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(timeout=30)


async def test_only_its_own_page_is_let_in(served: str) -> None:
    async with ClientSession() as session:
        for headers in ({}, {"Origin": "http://evil.example"}):
            with pytest.raises(WSServerHandshakeError, match="403"):
                await session.ws_connect(f"{served}/ws", headers=headers)
        async with session.ws_connect(f"{served}/ws?width=100&height=30", headers={"Origin": served}) as page:
            drawn = b""
            async with asyncio.timeout(90):
                while b"Translate" not in drawn:
                    message = await page.receive()
                    assert message.type in (WSMsgType.BINARY, WSMsgType.TEXT), message
                    drawn += message.data if isinstance(message.data, bytes) else message.data.encode()


def test_the_page_asks_nothing_of_other_sites(served: str) -> None:
    with urlopen(served) as page:
        html = page.read().decode()
    assert html.count("http://") + html.count("https://") == html.count(served)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_chromium_draws_the_app(served: str, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1000,700",
            "--timeout=20000",
            f"--screenshot={picture}",
            served,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    # An empty page of this size takes a few kilobytes.
    assert picture.stat().st_size > 15_000
