"""Real routers and switches on one machine: FRR, Open vSwitch and sshd in network namespaces."""

from netops.lab.lab import Lab, LabStatus

__all__ = ["Lab", "LabStatus"]
