"""Benchmarks of the indicator ledger and engine."""
