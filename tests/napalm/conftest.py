"""NAPALM's own getter tests, over answers recorded from FRR 8.4.4 routers; one folder a case, as NAPALM keeps them."""

from __future__ import annotations

import pytest
from napalm.base.test import conftest as parent
from napalm_recorded import RecordedDriver

from napalm_frr import FRRDriver


@pytest.fixture(scope="class")
def set_device_parameters(request: pytest.FixtureRequest) -> None:
    request.cls.driver = FRRDriver
    request.cls.patched_driver = RecordedDriver
    request.cls.vendor = "frr"
    parent.set_device_parameters(request)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    parent.pytest_generate_tests(metafunc, __file__)
