"""How the models learn: corpora, pieces, word vectors, the training loop, the scores."""
