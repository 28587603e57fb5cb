"""Signing in: by name and password, with a second factor, and with limits on guessing.

allauth does the work and axes counts the failures; what stands here is how we bind them.
"""
