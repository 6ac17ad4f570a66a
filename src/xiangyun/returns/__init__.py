"""Returns: what a unit answers to what it owes, and the review of it."""
