"""Promises in sentences, at the doors of each room."""
