"""One module for each thing measured; each gives lines of the table."""
