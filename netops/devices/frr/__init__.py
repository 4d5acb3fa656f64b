"""FRR: our own driver, and the NAPALM driver that ``napalm.get_network_driver("frr")`` finds."""
