"""What every layer stands on: who acts, what can go wrong, how a state moves, where a source is found."""
