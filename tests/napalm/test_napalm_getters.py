"""The driver under NAPALM's own test suite."""

from __future__ import annotations

import napalm
import pytest
from napalm.base.test.getters import BaseTestGetters

from netops.devices.frr.driver import FRRDriver


@pytest.mark.usefixtures("set_device_parameters")
class TestGetters(BaseTestGetters):  # type: ignore[misc]  # NAPALM ships no types
    @pytest.mark.skip(reason="nothing recorded: the kernel of the recorded routers has no VRF devices")
    def test_get_arp_table_with_vrf(self) -> None: ...


def test_napalm_finds_the_driver() -> None:
    assert napalm.get_network_driver("frr") is FRRDriver
    assert napalm.get_network_driver("FRR") is FRRDriver
