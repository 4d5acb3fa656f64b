"""BGP-4 (RFC 4271): sessions, policy, the decision process, and paths spread until nothing changes."""
