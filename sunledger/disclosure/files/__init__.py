"""Public lines as files: CSV, JSON, Excel, Parquet, and the descriptions that go with them.

A file is written portion by portion, from the stored texts and not from objects of ours, so that a
million lines cost seconds and no more memory than a few thousand do.
"""
