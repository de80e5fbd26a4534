"""The app in a browser: let in from its own page only, and drawn by a real Chromium where there is one."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytest.importorskip("textual_serve", reason="textual-serve is not installed: pip install 'chatapp[web]'")

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from chatapp import places

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
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.1)
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
    with urlopen(served.replace("localhost", "127.0.0.1")) as page:
        html = page.read().decode()
    assert html.count("http://") + html.count("https://") == html.count(served)


class Page:
    """A page of a headless Chromium, by the DevTools protocol."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        while (answer := await self.socket.receive_json()).get("id") != self.number:
            pass
        return answer["result"]

    async def type(self, text: str) -> None:
        await self.ask("Input.insertText", text=text)

    async def enter(self) -> None:
        for kind in ("keyDown", "keyUp"):
            key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
            await self.ask("Input.dispatchKeyEvent", type=kind, **key)

    async def draws(self) -> bool:
        found = await self.ask("Runtime.evaluate", expression="document.body ? document.body.className : ''")
        return "-first-byte" in found["result"]["value"]


@asynccontextmanager
async def chromium(folder: Path, address: str) -> AsyncIterator[Page]:
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")
    process = await asyncio.create_subprocess_exec(
        str(CHROMIUM),
        *options,
        f"--user-data-dir={folder}",
        "--window-size=1000,700",
        address,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(90), ClientSession() as session:
            while b"DevTools listening on ws://" not in (line := await process.stderr.readline()):
                assert line
            place = line.decode().split("ws://")[1].split("/")[0]
            pages: list[dict[str, str]] = []
            while not pages:
                async with session.get(f"http://{place}/json") as listed:
                    pages = [each for each in await listed.json() if each["url"].startswith(address)]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as page:
                yield Page(page)
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
async def test_chromium_shows_the_app_and_one_can_write_in_it(served: str, tmp_path: Path) -> None:
    async with chromium(tmp_path / "profile", served) as page:
        while not await page.draws():
            await asyncio.sleep(0.2)
        written: list[tuple[str]] = []
        while not written:  # the field may not be there yet
            await page.type("hello")
            await page.enter()
            await asyncio.sleep(1)
            if places.history_file().exists():
                with sqlite3.connect(places.history_file()) as history:
                    written = history.execute("SELECT text FROM messages WHERE role = 'person'").fetchall()
        assert written[0] == ("hello",)
        if picture := os.environ.get("CHATAPP_PAGE_PICTURE"):
            shot = await page.ask("Page.captureScreenshot")
            Path(picture).write_bytes(base64.b64decode(shot["data"]))
