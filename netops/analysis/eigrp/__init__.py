"""EIGRP (RFC 7868): neighbours, vector metrics, and the diffusing computation's result."""
