"""Signing off: papers of any registered kind are made by one person and signed by another."""
