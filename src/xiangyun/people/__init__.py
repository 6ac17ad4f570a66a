"""Who acts: accounts, and the posts they hold at units from a day to a day."""
