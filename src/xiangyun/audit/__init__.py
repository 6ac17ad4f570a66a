"""Who did what, to what, when by both clocks: append-only, chained, provable from outside the database."""
