"""What the network must show in the middle of a change: some devices new, some old, of some nobody knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from netops.analysis import predict
from netops.model import Snapshot
from netops.workflows.configurations import configured
from netops.workflows.estate import Estate
from netops.workflows.plan import Plan

__all__ = ["expectations"]


def expectations(
    estate: Estate, planned: Plan, new: Collection[str], unknown: Collection[str] = ()
) -> tuple[Snapshot, ...]:
    """Predictions with ``new`` devices changed and all others not.

    An ``unknown`` device was lost in the middle of its commit.  It may hold either configuration or be dead, so there
    is one prediction for each: the network must show one of them.
    """
    alike = planned.expected_after is planned.expected_before  # so is then whatever stands between the two
    if not unknown and (alike or set(new) == set(planned.changed)):
        return (planned.expected_after,)
    old = {**planned.texts_before, **{name: planned.texts_after[name] for name in new}}
    one = configured(estate.network, old)[0]
    if not unknown:
        return (predict(one, planned.failures),)
    other = configured(estate.network, {**old, **{name: planned.texts_after[name] for name in unknown}})[0]
    dead = dataclasses.replace(planned.failures, devices=planned.failures.devices | frozenset(unknown))
    return (predict(one, planned.failures), predict(other, planned.failures), predict(one, dead))
