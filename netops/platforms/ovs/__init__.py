"""Open vSwitch: configuration as ovs-vsctl lines, what OVSDB holds, and the one transaction between two of them."""
