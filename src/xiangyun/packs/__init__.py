"""Notices as data."""
