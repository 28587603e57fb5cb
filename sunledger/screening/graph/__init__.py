"""Who shares what with whom, who meets and wins in turn, and what money goes in a circle.

Pure over the tables of an engine: no database, no clock. A tie is a question, never a finding.
"""
