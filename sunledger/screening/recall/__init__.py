"""What a run of the screens remembers, so that the next judges again only what changed."""
