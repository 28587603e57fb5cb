"""Quality first: what is wrong with the tables that screens read, before anything rests on them.

Pure, over an engine's tables, on DuckDB and Spark alike: `counting` goes over a table once and
counts the faults of every column by body, `holding` says which leads rest on columns that are not
good enough. `faults` defines every fault with its denominator and the level from which it counts.
"""
