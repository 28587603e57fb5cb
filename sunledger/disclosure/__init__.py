"""What must be public, and the records that are."""
