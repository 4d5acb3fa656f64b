"""What each view of a network shows, as values that a diagram is drawn from."""
