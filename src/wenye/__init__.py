"""Wenye 稳业: a district's employment and start-up policy, carried out."""

__version__ = "0.1.0"
