"""Serves the app to a browser, by textual-serve: a page, and a socket by which each page drives an app of its own."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server


class AppServer(Server):
    """Lets only its own page in.

    A browser lets the page of any site open a socket to this machine; without a look at where it comes from, such a
    page could read the conversations. The page itself asks nothing of another site, either.
    """

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f'"{sys.executable}" -m chatapp',
            host=host,
            port=port,
            title="chatapp",
            templates_path=Path(__file__).parent,
        )

    def initialize_logging(self) -> None:
        """Log what goes wrong, and not each page."""
        logging.basicConfig(level="WARNING", format="chatapp: %(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Say where the app is."""
        print(f"chatapp is at {self.public_url} until Ctrl-C.", flush=True)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Connect a page of this server; refuse those of others."""
        if request.headers.get("Origin") != self.public_url:
            raise web.HTTPForbidden(text="This page is not chatapp's own.")
        return await super().handle_websocket(request)
