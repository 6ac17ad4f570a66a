"""Notices, their clauses, the tasks made of them, and who owes what by when."""
