"""How a person finds their own lines in lists whose names are masked, and nobody else's."""
