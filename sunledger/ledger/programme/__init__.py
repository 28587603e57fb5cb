"""Programmes: items broken down, what waits for what, and what is late and what that delays."""
