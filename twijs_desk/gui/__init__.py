"""The window. The only room, with app and demo, that knows Qt."""
