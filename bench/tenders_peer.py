"""DuckDB reads a file of releases: the peer of bench/tenders.py.

It reads the fields that the eleven need, by an explicit schema, into the same kind of tables; it
neither merges, nor counts, nor refuses.
"""

import shutil
from pathlib import Path

# What DuckDB is told to read, and the tables that are made of it.
_SHAPE = {
    "ocid": "VARCHAR",
    "date": "VARCHAR",
    "buyer": "PARTY",
    "tender": "STRUCT(status VARCHAR, procurementMethod VARCHAR, numberOfTenderers DOUBLE,"
    " value MONEY, tenderPeriod STRUCT(startDate VARCHAR, endDate VARCHAR))",
    "bids": "STRUCT(details STRUCT(id VARCHAR, date VARCHAR, status VARCHAR, tenderers PARTY[],"
    " value MONEY)[])",
    "awards": "STRUCT(id VARCHAR, status VARCHAR, value MONEY, suppliers PARTY[],"
    " items STRUCT(classification STRUCT(id VARCHAR))[])[]",
}
_TABLES = {
    "processes": "SELECT ocid, date, buyer, tender FROM held",
    "bids": "SELECT ocid, unnest(bids.details, recursive := true) FROM held",
    "awards": "SELECT ocid, unnest(awards, recursive := true) FROM held",
    "bidders": "SELECT ocid, one.id, unnest(one.tenderers) FROM bids",
    "suppliers": "SELECT ocid, one.id, unnest(one.suppliers) FROM awards",
    "items": "SELECT ocid, one.id, unnest(one.items) FROM awards",
}


def duckdb(file: str) -> str:
    """Write six flat tables with DuckDB's own reader of JSON."""
    import duckdb

    folder = Path(file).with_suffix(".duckdb")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    db = duckdb.connect(str(folder / "held"), config={"memory_limit": "2GB", "threads": 2})
    db.execute("CREATE TYPE money AS STRUCT(amount DOUBLE, currency VARCHAR)")
    db.execute("CREATE TYPE party AS STRUCT(id VARCHAR, name VARCHAR)")
    db.read_json(file, format="newline_delimited", columns=_SHAPE).create("held")
    db.sql("SELECT ocid, unnest(bids.details) AS one FROM held").create_view("bids")
    db.sql("SELECT ocid, unnest(awards) AS one FROM held").create_view("awards")
    for name, question in _TABLES.items():
        db.sql(question).write_parquet(str(folder / f"{name}.parquet"))
    found = db.table("held").count("*").fetchone()
    db.close()
    shutil.rmtree(folder)
    return f"{found[0] if found else 0} processes"
