"""Made-up registers and lines that should be found in them, with errors of people's hands.

Nothing here is taken from the rules that link: the tables of what is mistaken for what were written
by themselves, from what clerks are known to write, and cover signs that the rules were never shown.
"""
