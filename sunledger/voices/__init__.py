"""Suggestions from people: received, answered, adopted or not with reasons, and how each ended."""
