"""The steppers that the app runs: weights as they are stored, in int8, and one call of ONNX Runtime a step.

A step reads all weights of a decoder once, and for the few rows of a beam a processor waits for them longer than it
computes: a quarter of the bytes, and the instructions made for them, are worth more than anything else
(``docs/performance.md`` has what was compared). ``models.arrays`` computes the same exactly, as far as int8 allows
(``tests/models/packed``), and reads the sources.
"""
