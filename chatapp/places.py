"""Where the app keeps its files: one folder each for settings, data, state and bundles.

The folders are the platform's own (platformdirs). ``CHATAPP_HOME`` puts them all below one folder instead, which is
what a portable installation and the tests use.
"""

from __future__ import annotations

import os
from pathlib import Path

APP_NAME = "chatapp"
HOME_VARIABLE = "CHATAPP_HOME"


def config_folder() -> Path:
    """The folder of the settings file."""
    if home := _home():
        return home / "config"
    from platformdirs import user_config_path

    return user_config_path(APP_NAME, appauthor=False)


def data_folder() -> Path:
    """The folder of the history."""
    if home := _home():
        return home / "data"
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def state_folder() -> Path:
    """The folder of logs."""
    if home := _home():
        return home / "state"
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)


def bundles_folder() -> Path:
    """The folder of the bundles a person trained or installed (the shipped ones lie inside the package)."""
    return data_folder() / "bundles"


def taught_folder() -> Path:
    """The folder of the bundles that were taught from inside the app; each speaks only where it is chosen."""
    return data_folder() / "taught"


def teachings_folder() -> Path:
    """The folder of trainings that were started from inside the app."""
    return data_folder() / "teachings"


def settings_file() -> Path:
    """The settings, as TOML."""
    return config_folder() / "settings.toml"


def history_file() -> Path:
    """The conversations and kept translations, as SQLite."""
    return data_folder() / "history.sqlite3"


def own_lines_file() -> Path:
    """The lines that the suggestions learnt from, as SQLite."""
    return data_folder() / "own_lines.sqlite3"


def engine_log_file() -> Path:
    """What the engine process writes to its standard error."""
    return state_folder() / "engine.log"


def _home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE, "")
    return Path(home).expanduser() if home else None
