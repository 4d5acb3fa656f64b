"""Where secrets are looked for, what is refused, and that none is ever shown."""

from __future__ import annotations

import pickle
import traceback
from pathlib import Path

import pytest

from netops.errors import SecretError
from netops.intent.secrets import GeneratedSecrets, Secrets, SecretStore
from netops.model import Secret

KEY = Secret("ospf-key")


def nothing(_service: str, _name: str) -> str | None:
    """A keyring that is empty."""


def secrets_file(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "secrets.yaml"
    path.write_text(text)
    path.chmod(mode)
    return path


def store(file: Path, *, keyring: object = nothing, estate: Path | None = None, **environment: str) -> SecretStore:
    values = {"NETOPS_SECRETS_FILE": str(file), **environment}
    return SecretStore(estate, environment=values, keyring=keyring)  # type: ignore[arg-type]  # a plain function


def test_the_order_is_environment_keyring_file(tmp_path: Path) -> None:
    file = secrets_file(tmp_path, "ospf-key: from-file\n")
    assert store(file).value(KEY) == "from-file"
    assert store(file, keyring=lambda *_: "from-ring").value(KEY) == "from-ring"
    both = store(file, keyring=lambda *_: "from-ring", NETOPS_SECRET_OSPF_KEY="from-environment")
    assert both.value(KEY) == "from-environment"


def test_a_secret_that_is_nowhere_tells_the_places(tmp_path: Path) -> None:
    with pytest.raises(SecretError) as caught:
        store(tmp_path / "none.yaml").value(KEY)
    for place in ("'ospf-key'", "NETOPS_SECRET_OSPF_KEY", "keyring", str(tmp_path / "none.yaml")):
        assert place in str(caught.value)


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        ("ospf-key: hunter22\n", 0o644, "is open to others: chmod 600"),
        ("ospf-key: hunter22\n", 0o660, "is open to others: chmod 600"),
        ("- hunter22\n", 0o600, "is not a map of names to values"),
        ("ospf-key: [hunter22]\n", 0o600, "is not a map of names to text"),
        ("ospf-key: 12345678\n", 0o600, "is not a map of names to text (quote numbers)"),
        ("ospf-key: 'hunter22\n", 0o600, "is not valid YAML"),
        ("a: 1\nhunter22: {\n", 0o600, "is not valid YAML, line"),
    ],
)
def test_an_unfit_file_is_refused_without_its_contents(tmp_path: Path, text: str, mode: int, expected: str) -> None:
    with pytest.raises(SecretError, match="secrets file") as caught:
        store(secrets_file(tmp_path, text, mode)).value(KEY)
    assert expected in str(caught.value)
    assert "hunter22" not in "".join(traceback.format_exception(caught.value))


def test_a_file_inside_the_estate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "estate").mkdir()
    file = secrets_file(tmp_path / "estate", "ospf-key: hunter22\n")
    with pytest.raises(SecretError, match="inside the estate"):
        store(file, estate=tmp_path / "estate").value(KEY)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    with pytest.raises(SecretError, match="inside the estate"):
        store(link, estate=tmp_path / "estate").value(KEY)


def test_a_directory_or_a_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="not a regular file"):
        store(tmp_path).value(KEY)
    file = secrets_file(tmp_path, "")
    file.write_bytes(b"a: \xff")
    with pytest.raises(SecretError, match="cannot be read"):
        store(file).value(KEY)


def test_values_with_line_breaks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="unprintable") as caught:
        store(tmp_path / "none", NETOPS_SECRET_OSPF_KEY="hunter22\nno router ospf").value(KEY)
    assert "hunter22" not in str(caught.value)


def test_known_values_are_redacted_longest_first(tmp_path: Path) -> None:
    file = secrets_file(tmp_path, "short: hunter\nlong: hunter22\n")
    found = SecretStore(
        names=["short", "long", "absent"], environment={"NETOPS_SECRETS_FILE": str(file)}, keyring=nothing
    )
    assert found.names == {"short", "long"}
    assert found.redact("a hunter22 b hunter c") == "a <secret long> b <secret short> c"
    assert found.name_of("hunter22") == Secret("long")
    assert found.name_of("else") == Secret.of_value("else")


def test_a_store_shows_and_writes_no_value(tmp_path: Path) -> None:
    found = store(secrets_file(tmp_path, "ospf-key: hunter22\n"))
    found.value(KEY)
    for text in (repr(found), str(found), f"{found!r}"):
        assert "hunter22" not in text
    with pytest.raises(SecretError):
        pickle.dumps(found)


def test_a_labs_secrets_are_made_once_and_kept_privately(tmp_path: Path) -> None:
    file = tmp_path / "lab" / "secrets.json"
    made = GeneratedSecrets(file, ["ospf-key"])
    assert file.stat().st_mode & 0o777 == 0o600
    value = made.value(KEY)
    assert GeneratedSecrets(file).value(KEY) == value
    assert value not in repr(made)
    assert made.redact(f"key {value}") == "key <secret ospf-key>"
    assert GeneratedSecrets(tmp_path / "other.json").value(KEY) != value
    assert len(value) <= 16  # OSPF's MD5 key holds no more


def test_a_labs_broken_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    for text in ("{", "[1]", '{"a": 1}'):
        file.write_text(text)
        with pytest.raises(SecretError, match="lab's secrets"):
            GeneratedSecrets(file)


def test_both_kinds_speak_one_protocol(tmp_path: Path) -> None:
    kinds: tuple[Secrets, ...] = (store(tmp_path / "none"), GeneratedSecrets(tmp_path / "lab.json"))
    assert all(isinstance(each, Secrets) for each in kinds)
