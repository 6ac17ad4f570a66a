"""The machine's calls: every one goes through the same action as the page does."""
