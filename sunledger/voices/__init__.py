"""Suggestions from people, and questions and objections to what is published: how each ended."""
