"""A year of every partnership, lived through in virtual time, to see what holds."""
