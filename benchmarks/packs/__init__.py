"""Benchmarks of city packs."""
