"""Big tables: the lake of Parquet files, behind one small port. Only this room names DuckDB.

A run of an engine is written once, as a folder of tables with a manifest; nothing in it is changed afterwards.
"""

from zhiyi.tables.runs import RunManifest, Table, read_manifest, read_table, write_run

__all__ = ["RunManifest", "Table", "read_manifest", "read_table", "write_run"]
