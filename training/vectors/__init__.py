"""Word vectors: over pieces, which start the embeddings of a model, and over words, which a person can explore."""
