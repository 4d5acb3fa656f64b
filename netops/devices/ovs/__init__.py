"""Open vSwitch switches, reached through Netmiko."""
