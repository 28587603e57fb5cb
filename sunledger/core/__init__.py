"""Plain tools that know nothing of us: money, days, sheets, catalogues, Merkle trees."""
