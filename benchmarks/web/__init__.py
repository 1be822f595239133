"""Benchmarks of pages and commands."""
