"""The honest life of the made-up province: what the planted schemes are mixed into."""
