"""Made-up cities for tests."""
