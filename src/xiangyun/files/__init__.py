"""Files, stored once by their SHA-256."""
