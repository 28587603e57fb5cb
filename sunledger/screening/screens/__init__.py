"""The shelf of screens: one file, one question to the records."""
