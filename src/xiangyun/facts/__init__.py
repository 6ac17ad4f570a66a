"""Numbers with their source, and the photos that stand behind them."""
