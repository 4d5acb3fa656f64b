"""How the workflows' results look on a terminal."""

__all__: list[str] = []
