"""How fast zhiyi is, with a peer beside it in the same run; README.md says how to run each and what it measured."""
