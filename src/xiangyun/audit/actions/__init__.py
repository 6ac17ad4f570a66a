"""What can be done to the log besides adding to it."""
