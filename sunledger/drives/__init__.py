"""A drive's figures, read from the ledger."""
