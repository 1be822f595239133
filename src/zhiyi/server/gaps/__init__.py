"""The gap board (短板): what falls short, since when, in which state."""
