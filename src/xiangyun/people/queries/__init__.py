"""Reads of people: posts with who holds them; rosters beside lists of the cloud."""
