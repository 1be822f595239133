"""The indicator engine (指标): what is known about the city, from where, whether it agrees, whether targets are met.

Pure functions over plain values: no database, no files, no clock. `run` gives findings and gap readings of a ledger.
Module `series` gives what a chart may draw, `knowledge` what was known on a day and which statement is preferred.
"""

from zhiyi.indicators.engine import ENGINE, VERSION, Outcome, run

__all__ = ["ENGINE", "VERSION", "Outcome", "run"]
