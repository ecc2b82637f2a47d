"""Building blocks of the visual language."""
