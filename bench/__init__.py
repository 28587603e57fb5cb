"""What is measured, beside whom: one file a subject, run by `./run bench`, which prints ratios."""
