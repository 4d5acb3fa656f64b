"""``netops init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netops.cli.face import face
from netops.cli.options import AsJson

__all__ = ["init"]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; it must not hold an estate yet.")],
    as_json: AsJson = False,
) -> None:
    """Write a small estate to start from: two routers, a switch, a segment for residents.

    It checks clean, renders and predicts as it is.

    Examples:

        netops init my-community
        cd my-community && netops check && netops routes r1
    """
    with face(None, as_json) as shown:
        from netops.workflows.init import init as run

        files = [str(path) for path in run(folder)]
        told = "\n".join([*files, f"an estate is in {folder}: cd {folder} && netops check"])
        shown.emit({"estate": str(folder), "files": files}, told)
