"""Screener: pre-visit screening for people with long-lasting pain."""

__version__ = "0.1.0"
