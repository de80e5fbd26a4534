"""How good and how fast: one command each, ``python -m benchmarks.NAME``, each prints a table."""
