"""TWijs Desk: record social media incidents, take the right steps, make the letter."""

__version__ = "0.1.0"
