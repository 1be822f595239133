"""zhiyi (智宜): measure a city, find its gaps, give each an owner and a date, measure again."""

__version__ = "0.1.0"
