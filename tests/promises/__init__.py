"""Promises of SECURITY.md that no room's own tests show: a test each, with the table's number."""
