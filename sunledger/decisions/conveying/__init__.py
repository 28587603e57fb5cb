"""A decision goes down the tree: who passed on what, who took it in, and what each made of it."""
