"""Where: bodies at five levels, where they stand in a line and since when."""
