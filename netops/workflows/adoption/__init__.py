"""Networks that are described by their devices' configurations: read, wired by evidence, written as an estate."""
