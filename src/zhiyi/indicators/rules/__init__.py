"""The rules of the ledger: one file for each family of rules, each rule general, none about an entry or a city."""
