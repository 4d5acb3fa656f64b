"""Linux hosts: homes and servers, which netops predicts but does not configure."""
