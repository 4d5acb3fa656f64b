"""A secret is known by its name; its value never stands in the model."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["Secret"]


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """The name under which a secret is found in the environment, a keyring or a file outside of the estate.

    Two secrets are the same exactly when their names are, so both ends of a session can be compared without
    either value.  A secret read from a device's configuration has no name; :meth:`of_value` gives it one that tells
    equal values from different ones, and nothing else.
    """

    name: str

    @classmethod
    def of_value(cls, value: str) -> Secret:
        """A secret that is known only by its value, named by a digest of it."""
        return cls("digest:" + hashlib.blake2b(value.encode(), digest_size=8, person=b"netops-secret").hexdigest())

    def __str__(self) -> str:
        return f"<secret {self.name}>"
