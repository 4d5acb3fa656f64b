"""IS-IS (ISO 10589, RFC 1195, RFC 5302, RFC 5308): two levels of shortest paths, and what passes between them."""
