"""What every room of the house shares: messages, evidence, gaps, periods, places, money. Standard library only."""
