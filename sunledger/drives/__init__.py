"""A drive's figures, read from the ledger: nothing is typed in, and nothing is counted twice."""
