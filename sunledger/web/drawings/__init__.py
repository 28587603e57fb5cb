"""Drawings as plain geometry; templates only write down what stands here."""
