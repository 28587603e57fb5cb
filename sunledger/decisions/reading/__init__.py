"""A file that people write in, as one text: where its lines, tables and empty words stand."""
