"""What figures mean, the sums kept for every ancestor, and boards."""
