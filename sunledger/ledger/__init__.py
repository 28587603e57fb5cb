"""Who must do what by when, and how it ended."""
