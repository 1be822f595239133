"""The pages of the city's figures: home, overview, indicators, their evidence, documents."""
