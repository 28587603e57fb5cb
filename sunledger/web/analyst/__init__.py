"""The analyst's way in: spreadsheets in, leads and one report out; no site and no database."""
