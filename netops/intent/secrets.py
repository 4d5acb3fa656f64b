"""Where the values of secrets come from: the environment, a keyring, a file outside the estate; or made for a lab.

The estate holds names only.  What netops has looked up once it also takes out of any text (:meth:`SecretStore.redact`).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets as randomness
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from netops.errors import SecretError
from netops.model import Secret

__all__ = ["GeneratedSecrets", "SecretStore", "Secrets", "environment_name"]

_SERVICE = "netops"  # the keyring's service name
_DEFAULT_FILE = Path("~/.config/netops/secrets.yaml")
_GENERATED_LENGTH = 16  # characters: OSPF's MD5 key holds no more (RFC 2328 appendix D.3)
_SHORTEST_REDACTED = 3  # shorter values would take innocent words apart


@runtime_checkable
class Secrets(Protocol):
    """What the rest of netops asks for secrets."""

    @property
    def names(self) -> frozenset[str]:
        """The names whose values are known so far."""

    def value(self, secret: Secret) -> str:
        """The secret's value; SecretError where it is found nowhere."""

    def redact(self, text: str) -> str:
        """The text with each known value replaced by ``<secret NAME>``."""

    def name_of(self, value: str) -> Secret:
        """The secret that has this value; one named by a digest where none is known to."""


class _Redacting:
    """Values that are known, by name; never shown."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self._values)} values>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise SecretError("secrets are not written out")

    @property
    def names(self) -> frozenset[str]:
        """The names whose values are known so far."""
        return frozenset(self._values)

    def redact(self, text: str) -> str:
        """The text with each known value replaced by ``<secret NAME>``, the longest first."""
        for name, value in sorted(self._values.items(), key=lambda each: (-len(each[1]), each[0])):
            if len(value) >= _SHORTEST_REDACTED:
                text = text.replace(value, str(Secret(name)))
        return text

    def name_of(self, value: str) -> Secret:
        """The secret that has this value; one named by a digest where none is known to."""
        found = sorted(name for name, known in self._values.items() if known == value)
        return Secret(found[0]) if found else Secret.of_value(value)


class SecretStore(_Redacting):
    """Secrets of an estate.

    Each is looked for in the environment (:func:`environment_name`), then in the keyring (service ``netops``), then in
    the file that NETOPS_SECRETS_FILE names or else ``~/.config/netops/secrets.yaml`` (a YAML map of names to values).
    ``names`` are looked up at once, so that redaction knows them; one that is not found is an error only when it is
    asked for.
    """

    def __init__(
        self,
        estate: Path | None = None,
        names: Iterable[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        keyring: Callable[[str, str], str | None] | None = None,
    ) -> None:
        """``keyring`` is ``keyring.get_password`` or the like; None: the system's, where it has one."""
        super().__init__()
        self._estate = estate
        self._environment = os.environ if environment is None else environment
        self._keyring = keyring or _system_keyring
        self._file_values: dict[str, str] | None = None
        for name in sorted(set(names)):
            with contextlib.suppress(SecretError):
                self.value(Secret(name))

    @property
    def file(self) -> Path:
        """The file that is read, whether or not it exists."""
        return Path(self._environment.get("NETOPS_SECRETS_FILE") or _DEFAULT_FILE).expanduser()

    def value(self, secret: Secret) -> str:
        """The secret's value.

        Raises SecretError, which names the places looked in, where it is nowhere; also where the file is unfit (inside
        the estate, open to others, not a map of names to text).
        """
        if secret.name not in self._values:
            self._values[secret.name] = self._find(secret)
        return self._values[secret.name]

    def _find(self, secret: Secret) -> str:
        variable = environment_name(secret)
        found = self._environment.get(variable) or self._keyring(_SERVICE, secret.name) or self._from_file(secret)
        if not found:
            raise SecretError(
                f"secret {secret.name!r} is in none of: the environment ({variable}), the keyring (service "
                f"{_SERVICE!r}), the file {self.file}"
            )
        if not found.isprintable():
            raise SecretError(f"secret {secret.name!r} holds a line break or another unprintable character")
        return found

    def _from_file(self, secret: Secret) -> str | None:
        if self._file_values is None:
            self._file_values = read_secrets_file(self.file, self._estate)
        return self._file_values.get(secret.name)


def environment_name(secret: Secret) -> str:
    """The variable that holds a secret: ``ospf-key`` is NETOPS_SECRET_OSPF_KEY."""
    return "NETOPS_SECRET_" + secret.name.upper().replace("-", "_").replace(".", "_")


def _system_keyring(service: str, name: str) -> str | None:
    """What the system's keyring has; None where there is no keyring."""
    try:
        import keyring
        from keyring.backends import fail

        if isinstance(keyring.get_keyring(), fail.Keyring):
            return None
        return keyring.get_password(service, name)
    except Exception:  # noqa: BLE001 - any fault of a keyring's backend (no D-Bus, locked, ...) means: not there
        return None


def read_secrets_file(path: Path, estate: Path | None) -> dict[str, str]:
    """Names and values; empty where there is no such file.  SecretError, never with a value, where it is unfit."""
    try:
        real = path.resolve()
        if estate is not None and real.is_relative_to(estate.resolve()):
            raise SecretError(f"the secrets file {path} lies inside the estate: move it out, and change what it held")
        if not real.exists():
            return {}
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise SecretError(f"the secrets file {path} is not a regular file")
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SecretError(f"the secrets file {path} is open to others: chmod 600 {path}")
        found = YAML(typ="safe", pure=True).load(real.read_text(encoding="utf-8"))
    except (OSError, RuntimeError, ValueError) as error:
        raise SecretError(f"the secrets file {path} cannot be read ({type(error).__name__})") from None
    except YAMLError as error:
        # Only where, never what: the parser quotes the line, and the line holds a value.
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f", line {line + 1}"
        raise SecretError(f"the secrets file {path} is not valid YAML{where}") from None
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise SecretError(f"the secrets file {path} is not a map of names to values")
    for name, value in found.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise SecretError(f"the secrets file {path} is not a map of names to text (quote numbers)")
    return dict(found)


class GeneratedSecrets(_Redacting):
    """Random values for a lab, kept in a file of mode 0600 so that every process of the lab has the same ones."""

    def __init__(self, file: Path, names: Iterable[str] = ()) -> None:
        """``file`` is read where it exists; ``names`` get a value at once.  SecretError where it cannot be read."""
        super().__init__()
        self._file = file
        try:
            text = file.read_text(encoding="utf-8") if file.exists() else "{}"
            found = json.loads(text)
        except (OSError, ValueError) as error:
            raise SecretError(f"the lab's secrets {file} cannot be read ({type(error).__name__})") from None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise SecretError(f"the lab's secrets {file} are not a map of names to text")
        self._values = found
        self._make(names)

    def value(self, secret: Secret) -> str:
        """The secret's value, made now where it is asked for the first time."""
        self._make([secret.name])
        return self._values[secret.name]

    def _make(self, names: Iterable[str]) -> None:
        missing = [name for name in dict.fromkeys(names) if name not in self._values]
        for name in missing:
            self._values[name] = randomness.token_hex(_GENERATED_LENGTH // 2)
        if missing:
            self._save()

    def _save(self) -> None:
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(self._values, stream, indent=2, sort_keys=True)
            temporary.replace(self._file)
        except OSError as error:
            raise SecretError(f"the lab's secrets {self._file} cannot be written ({type(error).__name__})") from None
