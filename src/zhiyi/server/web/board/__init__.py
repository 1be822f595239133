"""The pages of the board: findings, chronicle, gaps, places and organisations, about the data, system, search."""
