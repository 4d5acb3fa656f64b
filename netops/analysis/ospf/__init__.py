"""OSPFv2 (RFC 2328) and OSPFv3 (RFC 5340): adjacencies, shortest paths on arrays, areas and externals."""
