"""Item models for lists and tables."""
