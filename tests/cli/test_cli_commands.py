"""The command line as its user meets it: output, exit codes, and one clear line where something is wrong."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Run, run_python

HEAVY = ("napalm", "netmiko", "nornir", "networkx", "scipy", "numpy", "hier_config", "pydantic", "paramiko", "jinja2")
COMMANDS = (
    (),
    ("check",),
    ("render",),
    ("init",),
    ("routes",),
    ("trace",),
    ("whatif",),
    ("import",),
    ("validate",),
    ("draw",),
    ("scan",),
    ("snapshots",),
    ("diff",),
    ("plan",),
    ("push",),
    ("rollback",),
    ("history",),
    ("show",),
    ("collect",),
    ("verify",),
    ("demo",),
    ("lab",),
    ("lab", "up"),
    ("lab", "down"),
    ("lab", "status"),
    ("lab", "exec"),
    ("lab", "ssh"),
    ("lab", "cut"),
    ("lab", "mend"),
    ("lab", "stop"),
    ("lab", "start"),
    ("version",),
)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['netops', '--help']\n"
        "from netops.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = run_python("-c", script)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "netops")
def test_every_command_has_help_with_examples(netops: Run, command: tuple[str, ...]) -> None:
    done = netops(*command, "--help", COLUMNS="100")
    assert done.returncode == 0, done.stderr
    shown = [line.strip() for line in done.stdout.splitlines()]
    assert f"netops {' '.join(command)}".strip() in " ".join(shown[shown.index("Examples:") :])
    examples = [line for line in shown if line.removeprefix("sudo ").startswith("netops ")]
    assert examples
    assert all(line.count("netops ") == 1 for line in examples), "each example stands on its own line"
    assert not any("--json" in line and "<bool>" in line for line in shown), "a flag takes no value"


def test_no_command_is_missing_from_this_list() -> None:
    from netops.cli.app import app
    from netops.cli.lab import app as lab

    names = {(each.name or each.callback.__name__,) for each in app.registered_commands if each.callback}
    names |= {("lab", each.name or each.callback.__name__) for each in lab.registered_commands if each.callback}
    assert names == {*COMMANDS} - {(), ("lab",)}


def test_every_command_takes_json_but_those_that_are_a_session() -> None:
    from netops.cli.app import app
    from netops.cli.lab import app as lab

    commands = [each.callback for each in (*app.registered_commands, *lab.registered_commands) if each.callback]
    without = {each.__name__ for each in commands if "as_json" not in inspect.signature(each).parameters}
    assert without == {"ssh", "demo"}, "a login, and a tale told to a reader"


class TestExitCodes:
    @pytest.mark.parametrize(
        ("arguments", "code", "told"),
        [
            (("check",), 0, ""),
            (("check", "--only", "mtu-missmatch"), 2, "no check is named 'mtu-missmatch'"),
            (("render", "r9"), 2, "r9 is no device with a template"),
            (("routes", "r11"), 2, "there is no device r11; did you mean r1?"),
            (("routes", "r1", "10.0.0.0/99"), 2, "10.0.0.0/99 is not a prefix"),
            (("routes", "r1", "--fail", "r7"), 2, "there is no device or link r7"),
            (("plan", "--device", "r7"), 2, "r7 is no managed device"),
            (("show", "2026"), 2, "no change is named 2026"),
            (("push", "--resume", "--lab"), 3, "no lab is up"),
            (("push", "--undo"), 2, "go with --resume"),
            (("collect", "--lab"), 3, "no lab is up"),
            (("no-such-command",), 2, "No such command"),
            (("check", "--no-such-option"), 2, "No such option"),
            (("--estate", "/nowhere", "check"), 2, "/nowhere is not an estate"),
            (("diff", "a.json", "b.json"), 3, "cannot read a.json"),
        ],
    )
    def test_wrong_use(self, netops: Run, estate: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
        done = netops(*arguments, cwd=estate)
        assert done.returncode == code, (done.stdout, done.stderr)
        assert told in done.stderr
        assert "Traceback" not in done.stdout + done.stderr

    def test_findings(self, netops: Run, estate: Path) -> None:
        hosts = estate / "inventory" / "hosts.yaml"
        hosts.write_text(hosts.read_text().replace("10.31.255.2", "10.31.255.1"))
        done = netops("check", cwd=estate)
        assert done.returncode == 1
        assert "inventory/hosts.yaml:" in done.stdout

    def test_outside_of_any_estate(self, netops: Run, tmp_path: Path) -> None:
        done = netops("check", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith("netops: no estate")
        assert done.stderr.count("\n") == 1

    def test_an_estate_that_cannot_be_read(self, netops: Run, estate: Path) -> None:
        for path in (estate / "inventory").glob("*.yaml"):
            path.write_text("{")
        done = netops("check", cwd=estate)
        assert done.returncode == 2
        assert "inventory/hosts.yaml:1" in done.stderr
        assert "Traceback" not in done.stderr


class TestOutput:
    def test_json_is_one_document_and_nothing_else(self, netops: Run, estate: Path) -> None:
        for arguments in (("check",), ("render",), ("routes", "r1"), ("plan",), ("history",), ("lab", "status")):
            done = netops(*arguments, "--json", cwd=estate)
            assert done.returncode in (0, 1), done.stderr
            json.loads(done.stdout)

    def test_json_before_the_command_is_the_same(self, netops: Run, estate: Path) -> None:
        assert netops("--json", "check", cwd=estate).stdout == netops("check", "--json", cwd=estate).stdout

    def test_a_pipe_gets_no_colours_no_spinners_and_no_padding(self, netops: Run, estate: Path) -> None:
        done = netops("routes", "r1", cwd=estate, FORCE_TERMINAL="1")
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
        assert done.stderr == ""
        assert all(line == line.rstrip() for line in done.stdout.splitlines())

    def test_a_pipe_that_closes_is_no_error(self, estate: Path) -> None:
        command = f"{sys.executable} -m netops --estate {estate} check --list | head -1"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0
        assert done.stderr == ""

    def test_render_prints_one_device_and_no_secret(self, netops: Run, estate: Path) -> None:
        done = netops("render", "r1", cwd=estate, NETOPS_SECRET_OSPF_KEY="hunter2hunter2")
        assert "md5 <secret ospf-key>" in done.stdout
        assert "hunter2" not in done.stdout
        assert not (estate / "configs").exists()

    def test_render_writes_the_same_files_every_time(self, netops: Run, estate: Path) -> None:
        assert "3 files changed" in netops("render", cwd=estate).stdout
        first = {path: path.read_bytes() for path in (estate / "configs").rglob("*.*")}
        assert "0 files changed" in netops("render", cwd=estate).stdout
        assert {path: path.read_bytes() for path in (estate / "configs").rglob("*.*")} == first
        assert sorted(path.name for path in first) == ["r1.conf", "r2.conf", "s1.ovs"]

    def test_debug_shows_where_an_error_comes_from(self, netops: Run, tmp_path: Path) -> None:
        assert "Traceback" in netops("--debug", "check", cwd=tmp_path).stderr

    def test_version(self, netops: Run) -> None:
        from netops import __version__

        assert netops("--version").stdout == netops("version").stdout == f"netops {__version__}\n"


class TestInit:
    def test_the_starter_estate_checks_clean_renders_and_predicts(self, netops: Run, tmp_path: Path) -> None:
        assert netops("init", "mine", cwd=tmp_path).returncode == 0
        mine = tmp_path / "mine"
        assert netops("check", cwd=mine).stdout == "✔ the estate is clean\n"
        assert netops("render", cwd=mine).returncode == 0
        assert "10.31.255.2/32" in netops("routes", "r1", cwd=mine).stdout
        assert "nothing to push" in netops("plan", cwd=mine).stdout

    def test_it_overwrites_nothing(self, netops: Run, estate: Path) -> None:
        done = netops("init", str(estate))
        assert done.returncode == 2
        assert "overwrites nothing" in done.stderr


class TestCompletion:
    def _complete(self, estate: Path, words: str, **more: str) -> list[str]:
        count = str(words.count(" "))
        environment = {"_NETOPS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": count, **more}
        script = "import sys; sys.argv = ['netops']; from netops.cli.app import app; app(prog_name='netops')"
        return run_python("-c", script, cwd=estate, **environment).stdout.split()

    def test_devices(self, estate: Path) -> None:
        assert self._complete(estate, "netops routes r") == ["r1", "r2"]

    def test_devices_of_the_estate_that_the_environment_names(self, estate: Path, tmp_path: Path) -> None:
        assert self._complete(tmp_path, "netops routes r", NETOPS_ESTATE=str(estate)) == ["r1", "r2"]

    def test_commands(self, estate: Path) -> None:
        assert self._complete(estate, "netops ro") == ["routes", "rollback"]


def test_plan_offline_from_git(netops: Run, estate: Path) -> None:
    """What was committed is the basis: an edit after it is the change."""
    netops("render", cwd=estate)
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=estate, check=True)
    links = estate / "topology" / "links.yaml"
    links.write_text(links.read_text().replace("cost: 10\n", "cost: 20\n"))
    netops("render", cwd=estate)
    done = netops("plan", cwd=estate)
    assert "configs/intended as last committed in git" in done.stdout
    assert "+ ip ospf cost 20" in done.stdout
    assert done.returncode == 0, done.stdout
    assert json.loads(netops("plan", "--json", cwd=estate).stdout)["changed"] == ["r1", "r2"]


class TestAnEstateThatCannotBeReadWhole:
    """What is left out of the network would pass for something that is to go."""

    @pytest.fixture
    def spoilt(self, estate: Path) -> Path:
        links = estate / "topology" / "links.yaml"
        links.write_text(links.read_text(encoding="utf-8") + "\t- [\n", encoding="utf-8")
        return estate

    @pytest.mark.parametrize(
        "command",
        [("render",), ("plan",), ("push", "--commit"), ("routes", "r1"), ("trace", "r1", "r2"), ("whatif",)],
        ids=" ".join,
    )
    def test_is_neither_rendered_nor_predicted(self, netops: Run, spoilt: Path, command: tuple[str, ...]) -> None:
        intended = spoilt / "configs" / "intended"
        before = {path.name: path.read_text(encoding="utf-8") for path in intended.glob("*")}
        done = netops(*command, cwd=spoilt)
        assert done.returncode == 2, (done.stdout, done.stderr)
        assert "topology/links.yaml" in done.stderr
        assert "the estate cannot be used: 1 mistake" in done.stderr
        assert {path.name: path.read_text(encoding="utf-8") for path in intended.glob("*")} == before

    def test_is_still_checked_and_its_journal_read(self, netops: Run, spoilt: Path) -> None:
        found = netops("check", cwd=spoilt)
        assert found.returncode == 1
        assert "not valid YAML" in found.stdout.splitlines()[0], "the file that cannot be read comes first"
        assert "links.yaml could not be read" in found.stderr
        assert netops("history", cwd=spoilt).returncode == 0

    def test_its_lab_can_be_taken_down(self, netops: Run, spoilt: Path) -> None:
        (spoilt / "inventory" / "hosts.yaml").write_text("\t[", encoding="utf-8")
        assert netops("lab", "down", cwd=spoilt).returncode == 0
        wrong = netops("--estate", str(spoilt / "topology"), "lab", "down", cwd=spoilt)
        assert wrong.returncode == 2
        assert "is not an estate" in wrong.stderr
