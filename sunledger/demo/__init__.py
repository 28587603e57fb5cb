"""A made-up province, from a seed: its tree, its sheets, its planted schemes and their truth."""
