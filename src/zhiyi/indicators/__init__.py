"""The indicator engine (指标): what is known about the city, from where, whether it agrees, whether targets are met.

Pure functions over plain values: no database, no files, no clock.
"""
