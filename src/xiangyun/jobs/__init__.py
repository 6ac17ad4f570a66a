"""Work that nobody waits for: done at least once, each effect named by a key so that it counts once."""
