"""People, roles, sign-in and doors: who may do what, where."""
