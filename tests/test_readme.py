"""The README's word is kept: its commands exist, its files are there, its main command does what it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import benchmarks
from netops.cli.app import app
from netops.lab.requirements import missing_requirements

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAIN, TEST = "sh scripts/demo", "sh scripts/test"
MISSING = missing_requirements(["frr", "ovs"])


def commands() -> list[str]:
    """Every command line that begins with netops: in the tables, in the text, after a prompt."""
    inline = re.findall(r"`(netops [^`]+)`", README)
    return sorted({*inline, *re.findall(r"^\$ (netops .+)$", README, re.MULTILINE)})


def split(line: str) -> tuple[list[str], list[str]]:
    """The words that name the command, and those that are given to it."""
    words = shlex.split(line)[1:]
    known, path = subcommands(), []
    while words and words[0] in known:
        path.append(words.pop(0))
        known = subcommands(*path)
    return path, words


def subcommands(*path: str) -> dict[str, Any]:
    """By name; none where the path leads to no group."""
    command: Any = typer.main.get_command(app)
    for word in path:
        command = command.commands[word]
    return dict(getattr(command, "commands", {}))


@pytest.mark.parametrize("line", commands())
def test_command_and_its_options_exist(line: str) -> None:
    path, words = split(line)
    done = CliRunner().invoke(app, [*path, "--help", *words])
    assert done.exit_code == 0, done.output
    # Options are refused before --help is looked at, words are not: of a group's they must be commands.
    assert path or all(word.startswith("--") for word in words)


def test_every_command_is_in_the_table() -> None:
    table = README[README.index("## Commands") : README.index("## The estate")]
    named = {split(line)[0][0] for line in commands() if split(line)[0]}
    assert set(subcommands()) - named <= {"version"}
    assert [name for name in subcommands("lab") if f"`{name}`" not in table] == ["up"]  # which has a row of its own


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_both_commands_stand_alone_in_a_block() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks] == [MAIN, TEST]
    for command in (MAIN, TEST):
        script = ROOT / command.split()[1]
        assert script.stat().st_mode & 0o111
        subprocess.run(["sh", "-n", str(script)], check=True)


def test_continuous_integration_runs_the_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == f"step {TEST}"


def test_benchmark_table_names_modules_that_exist() -> None:
    table = README[README.index("## Measured") : README.index("## Limits")]
    shown = re.findall(r"`sh scripts/benchmark (\w+)`", table)
    assert set(shown) == set(benchmarks.NAMES)
    assert all((ROOT / "benchmarks" / f"{name}.py").is_file() for name in benchmarks.NAMES)


@pytest.mark.lab
@pytest.mark.skipif(bool(MISSING), reason="; ".join(MISSING))
def test_main_command_goes_round_the_whole_loop() -> None:
    environment = {**os.environ, "NETOPS_VENV": sys.prefix}  # this one has netops; none is to be installed
    done = subprocess.run(
        shlex.split(MAIN),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=800,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert told.count("all exactly as predicted") == 4, told
    outcomes = ("the estate is clean", "committed", "does not show what was predicted", "has gone down since")
    for outcome in (*outcomes, "device-dead dist2"):
        assert outcome in told, told
