"""Puts this folder on the path, so that every room of the tests can use `builders`."""
