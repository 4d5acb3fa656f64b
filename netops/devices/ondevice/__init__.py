"""The part of a configuration transaction that runs on the device itself.

It is sent to the device as one zip file that Python runs, so it stands on the standard library alone and imports
nothing else of netops.  What it promises is in :mod:`netops.devices.ondevice.transaction`.
"""
