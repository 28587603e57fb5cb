"""Reads procurement data in the Open Contracting Data Standard, of any publisher and version.

`reading.processes` gives one compiled release a contracting process, whatever the files hold:
releases, records, packages of either, versions 1.0 and 1.1, one JSON text a file, many, or lines.
Nothing here knows of Django.
"""
