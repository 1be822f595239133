"""Regions, organisations and the subjects that figures are about."""
