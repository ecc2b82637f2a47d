"""One page per screen; a page asks casework and shows the answer."""
