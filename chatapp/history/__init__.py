"""The conversations and kept translations, in one SQLite file, written as each message is finished."""

PAGE = 100
"""How many messages of a conversation are read at once."""
