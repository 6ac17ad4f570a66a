"""Pages for people: one package per audience, and what they share."""
