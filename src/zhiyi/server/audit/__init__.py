"""The audit book: an append-only, hash-chained record of changes, sign-ins and looks at personal data."""
