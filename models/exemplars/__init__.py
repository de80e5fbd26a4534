"""Exemplars: exchanges kept in a bundle, to be found again when a person says something of the kind."""
