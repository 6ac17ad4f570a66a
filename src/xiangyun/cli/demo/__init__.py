"""The demonstration: deterministic, made of real units and made-up people and answers, marked as sample."""
