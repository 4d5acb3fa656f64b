"""What reading configurations of every platform has in common: blocks, rules, and an account of every line."""
