"""Pure thinking about rules and dates: text in, frozen dataclasses out."""
