"""Settings and root URLs: the only layer that knows all apps."""
