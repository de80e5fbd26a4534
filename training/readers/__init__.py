"""Readers, one file a format: each turns a file into records."""
