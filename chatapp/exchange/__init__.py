"""Conversations as files, to be read elsewhere, trained from, and taken back in: Markdown and JSONL."""

from chatapp.exchange.files import FORMATS, ExchangeError, read_file, write_file, written

__all__ = ["FORMATS", "ExchangeError", "read_file", "write_file", "written"]
