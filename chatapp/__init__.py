"""The terminal app: chat, translate and write with recurrent networks on one's own machine."""

__version__ = "0.1.0"
