"""From parallel sentences to a dictionary: words, their alignment, and the lexicon that comes of it."""
