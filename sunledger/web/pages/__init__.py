"""The pages: what the public reads, and the desk of those who work."""
