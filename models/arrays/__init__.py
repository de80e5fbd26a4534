"""The same networks without torch: numpy alone, for an engine that starts at once and answers sooner.

Importing torch takes seconds and hundreds of megabytes, and its recurrent kernels are made for long sequences: for one
position of a few rows their set-up costs more than the arithmetic. Here every network is a value made of the arrays of
a bundle; torch stays the reference, which these equal within rounding (``tests/models/arrays``).
"""
