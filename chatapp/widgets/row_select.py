"""A choice in a form in which the arrow keys go from row to row."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Select


class RowSelect(Select[Any], inherit_bindings=False):
    """Opens with Enter or the space bar, and leaves the arrow keys to the form until it is open."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "show_overlay", "Show the choices", show=False)]
