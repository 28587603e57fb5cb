"""The reference: pages of `docs/reference`, written by the code that they describe."""
