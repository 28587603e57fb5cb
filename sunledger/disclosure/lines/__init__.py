"""The lines of public tables: kept in step with what is published, asked for, added up, found."""
