"""What is asked: forms, the dictionary they refer to, and the answers given."""
