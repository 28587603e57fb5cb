"""From the rows of any spreadsheet to the fields of a category: headings, habits, cells, totals."""
