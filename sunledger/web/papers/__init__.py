"""Papers that are taken away: what a page shows, as a workbook and as a PDF."""
