"""FRRouting 8.4: configuration text, show output, names and facts."""
