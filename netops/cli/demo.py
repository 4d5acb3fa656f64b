"""``netops demo``: the whole loop on real routers and switches."""

from __future__ import annotations

import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netops.cli.face import FINDINGS, Face, face
from netops.cli.options import EstateFolder, flag
from netops.errors import ChangeError

if TYPE_CHECKING:
    from netops.devices import Fleet
    from netops.workflows.demo import Edit
    from netops.workflows.estate import Estate
    from netops.workflows.push import PushResult

__all__ = ["demo"]


def demo(
    keep: Annotated[bool, flag("--keep", "Leave the lab running, and tell how to use it.")] = False,
    estate: EstateFolder = None,
) -> None:
    """Run the whole loop on real FRR routers and Open vSwitch switches: Linux, as root, about two minutes.

    Check, render, build the lab; compare what it shows with what was predicted; push a change and verify it; push a
    second one while a line fails, and see it undone by itself; roll the first back; switch a router off, and see the
    scan name it.  Works on a copy of the estate, and prints the command for each step.

    Examples:

        sudo netops demo
        sudo netops demo --keep
    """
    with face(estate, hint="`netops lab down` in the copy of the estate removes the lab") as shown:
        source = shown.root()
        good = _Demo(shown, Path(tempfile.mkdtemp(prefix="netops-demo-"))).run(source, keep)
    if not good:
        raise typer.Exit(FINDINGS)


class _Demo:
    """``number`` counts the steps; ``good`` stays true while everything goes as it should."""

    def __init__(self, shown: Face, folder: Path) -> None:
        self.shown, self.folder, self.number, self.good = shown, folder, 0, True

    def run(self, source: Path, keep: bool) -> bool:
        """Whether all went as it should; unless it is to ``keep`` the lab, nothing of it is left, however it ends."""
        from netops.workflows.demo import scratch_copy

        built = False
        try:
            scratch_copy(source, self.folder)
            self._design()
            built = True
            self._build()
            self._compare("every device shows what was predicted")
            first = self._good_change()
            self._wrong_change()
            self._compare("the network is back, and whole")
            self._take_back(first)
            self._break()
        finally:
            if keep and built:
                self.shown.say(f"the lab runs on: cd {shlex.quote(str(self.folder))} && netops lab status")
            else:
                self._leave(built)
        return self.good

    def _leave(self, built: bool) -> None:
        from netops.workflows.reach import lab_of

        if built:
            with self._step("Leave nothing behind", "lab down"):
                lab_of(self._estate()).down()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _design(self) -> None:
        from netops.report import findings_view
        from netops.workflows.check import check
        from netops.workflows.render import render

        with self._step("Check the design", "check"):
            findings = check(self._estate())
            self._print(findings_view(findings, clean="the estate is clean"))
        with self._step("Render every configuration; secrets stand in them by name only", "render"):
            done = render(self._estate())
            self._print(f"{len(done.configurations)} devices, {len(done.changed)} files in configs/intended")

    def _build(self) -> None:
        from netops.workflows.lab import lab_up

        with self._step("Build it from real FRR, Open vSwitch and sshd in namespaces", "lab up"):
            with self.shown.busy("building"):
                done = lab_up(self._estate())
            self._print(f"{done.devices} devices and {done.links} links are up and have converged")

    def _compare(self, title: str) -> None:
        from netops.report import findings_view
        from netops.workflows.verify import Patience, verify

        with self._step(f"Compare: {title}", "verify --lab --converge 60"):
            estate = self._estate()
            with self._fleet(estate) as fleet, self.shown.busy("collecting and comparing"):
                verdict = verify(estate, fleet, Patience(60, 0))
            count = sum(len(each.routes) for each in verdict.snapshot.devices.values())
            clean = f"{len(verdict.snapshot.devices)} devices, {count} routes: all exactly as predicted"
            self._print(findings_view(verdict.findings, clean=clean))
            self.good = self.good and verdict.holds

    def _good_change(self) -> str:
        from netops.cli.views.plan import plan_view
        from netops.workflows.demo import GOOD
        from netops.workflows.plan import plan_live
        from netops.workflows.push import PushOutcome

        self._edit("Provider 1 announces maintenance: an engineer moves everyone to provider 2", GOOD)
        with self._step("Plan: what would change, line by line and for the whole network", "plan --lab"):
            estate = self._estate()
            with self._fleet(estate) as fleet, self.shown.busy("predicting the network before and after"):
                planned = plan_live(estate, fleet)
            self._print(plan_view(planned))
        with self._step(
            "Push: canary, the others, verification, confirmation",
            'push --lab --commit -m "provider 1 has maintenance"',
        ):
            done = self._push("provider 1 has maintenance")
            self.good = self.good and done.outcome is PushOutcome.COMMITTED
        if done.change is None:
            raise ChangeError(f"the demonstration's first change was not pushed: {done.reason or done.outcome}")
        return done.change.identifier

    def _wrong_change(self) -> None:
        from netops.workflows.demo import LINE, WRONG
        from netops.workflows.lab import find_link
        from netops.workflows.push import PushOutcome
        from netops.workflows.reach import lab_of

        self._edit("A second change: back to provider 1", WRONG)
        lab = lab_of(self._estate())
        links = find_link(self._estate().network, *LINE)

        def say(text: str) -> None:
            if text.startswith("verifying: "):
                for link in links:
                    lab.cut(link)
                self.shown.say(f"(meanwhile provider 1's line goes dark: {', '.join(links)})")
            self.shown.say(text)

        title = "Push it, and provider 1 fails at that moment: the network does not show what was predicted"
        with self._step(title, 'push --lab --commit -m "provider 1 is done"'):
            done = self._push("provider 1 is done", say, converge=15)
            self.good = self.good and done.outcome is PushOutcome.ROLLED_BACK
        with self._step("Provider 1's line is back", f"lab mend {' '.join(LINE)}"):
            for link in links:
                lab.restore(link)
        self._edit("The engineer takes the second change out of the design", tuple(map(_reversed, WRONG)))

    def _take_back(self, identifier: str) -> None:
        from netops.cli.views.push import rollback_view
        from netops.workflows.demo import GOOD
        from netops.workflows.rollback import RollbackOutcome, rollback

        with self._step("Roll the first change back as well", f"rollback {identifier} --lab --commit"):
            estate = self._estate()
            with self._fleet(estate) as fleet:
                done = rollback(estate, fleet, identifier, commit=True, say=self.shown.say)
            self._print(rollback_view(done))
            self.good = self.good and done.outcome is RollbackOutcome.ROLLED_BACK
        self._edit("… and out of the design", tuple(map(_reversed, GOOD)))
        self._compare("the network is what it was in the beginning")

    def _break(self) -> None:
        from netops.cli.views.scan import scan_view
        from netops.workflows.demo import BROKEN
        from netops.workflows.reach import lab_of
        from netops.workflows.scan import scan

        lab = lab_of(self._estate())
        with self._step(f"{BROKEN} loses its power", f"lab stop {BROKEN}"):
            lab.stop(BROKEN)
        with self._step("Scan: one cause behind all that is wrong, and whom it hurts", "scan --lab"):
            estate = self._estate()
            with self._fleet(estate) as fleet:
                found = scan(estate, fleet, converge=60, say=self.shown.say)
            self._print(scan_view(found))
            self.good = self.good and [each.subject for each in found.causes] == [BROKEN] and not found.unexplained
        with self._step("It gets its power back", f"lab start {BROKEN}"):
            lab.start(BROKEN)
        self._compare("everything is as it was")

    def _push(self, why: str, say: object = None, converge: float = 60) -> PushResult:
        from netops.cli.push import who
        from netops.cli.views.push import push_view
        from netops.workflows.push import PushOptions, push
        from netops.workflows.rollout import RolloutOptions
        from netops.workflows.verify import Patience

        estate = self._estate()
        rollout = RolloutOptions(patience=Patience(converge))
        options = PushOptions(commit=True, who=who(), why=why, rollout=rollout)
        with self._fleet(estate) as fleet:
            done = push(estate, fleet, options, say if callable(say) else self.shown.say)
        self._print(push_view(done))
        return done

    def _edit(self, title: str, edits: tuple[Edit, ...]) -> None:
        from netops.workflows.demo import edit

        with self._step(title, ""):
            for each in edits:
                self._print(f"{each.file}: {each.old}  →  {each.new}")
            edit(self.folder, edits)

    def _estate(self) -> Estate:
        from netops.workflows.estate import open_estate

        return open_estate(self.folder, lab=True)

    def _fleet(self, estate: Estate) -> Fleet:
        from netops.workflows.reach import reach

        return reach(estate, lab=True)

    @contextmanager
    def _step(self, title: str, command: str) -> Iterator[None]:
        """A heading with the command that does the same, then what it prints, then how long it took."""
        from rich.text import Text

        self.number += 1
        self._print(Text(f"\n{self.number:>2}  {title}", "bold"))
        if command:
            self._print(Text(f"    $ netops {command}", "cyan"))
        started = time.monotonic()
        yield
        if command:
            self._print(Text(f"    {time.monotonic() - started:.1f} s", "dim"))

    def _print(self, *views: object) -> None:
        from netops.report import show

        show(self.shown.console(), *views)  # type: ignore[arg-type]  # rich prints any object


def _reversed(each: Edit) -> Edit:
    from netops.workflows.demo import Edit

    return Edit(each.file, each.new, each.old)
