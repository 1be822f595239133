"""The ledger in the database: observations, findings, events."""
