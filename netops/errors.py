"""Everything netops raises.

A fault of the *network* is a :class:`~netops.model.Finding`; an exception means that netops could not do its work.

::

    NetopsError
    ├── InputError            what the user gave cannot be used                    exit 2
    │   ├── EstateError       the estate's files: carries every mistake found
    │   ├── ConfigError       a device configuration that cannot be read
    │   ├── TemplateError     a template that does not render
    │   └── SecretError       a secret that is named but found nowhere
    ├── DeviceError           a device did not do what it was asked                exit 1
    │   ├── UnreachableError  no session could be opened
    │   ├── RejectedError     the device refused the configuration; nothing was changed
    │   ├── ResidualError     the configuration was applied only in part, and was rolled back
    │   ├── ChangedError      it runs another configuration than the one that the change was planned for
    │   ├── BusyError         another transaction holds the device's lock, or awaits its confirmation
    │   └── UnsupportedError  the platform has no such ability
    ├── ChangeError           a change that could not be carried through           exit 3
    ├── PredictionError       the prediction did not settle                        exit 3
    ├── LabError              the lab could not be built, read or removed          exit 3
    └── StoreError            the journal or the store could not be read or written exit 3
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers understand it; the on-device part does without typing
if TYPE_CHECKING:
    from netops.model import Finding

__all__ = [
    "BusyError",
    "ChangeError",
    "ConfigError",
    "DeviceError",
    "EstateError",
    "InputError",
    "LabError",
    "NetopsError",
    "PredictionError",
    "RejectedError",
    "ResidualError",
    "SecretError",
    "StoreError",
    "TemplateError",
    "UnreachableError",
    "UnsupportedError",
]


class NetopsError(Exception):
    """The root of the tree; ``exit_code`` is what the command line ends with."""

    exit_code = 3


class InputError(NetopsError):
    exit_code = 2


class EstateError(InputError):
    """The estate cannot be used; ``findings`` holds every mistake, each with its file and line."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class ConfigError(InputError):
    pass


class TemplateError(InputError):
    pass


class SecretError(InputError):
    pass


class DeviceError(NetopsError):
    """A device failed; ``device`` names it."""

    exit_code = 1

    def __init__(self, device: str, message: str) -> None:
        super().__init__(f"{device}: {message}")
        self.device = device
        self.reason = message


class UnreachableError(DeviceError):
    pass


class RejectedError(DeviceError):
    pass


class ResidualError(DeviceError):
    pass


class BusyError(DeviceError):
    pass


class ChangedError(DeviceError):
    """The device runs another configuration than the one that the change was planned for."""


class UnsupportedError(DeviceError):
    pass


class ChangeError(NetopsError):
    pass


class PredictionError(NetopsError):
    pass


class LabError(NetopsError):
    pass


class StoreError(NetopsError):
    pass
