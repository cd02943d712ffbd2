"""Strict YAML: bytes in, a tree with places or problems out; no other room reads YAML."""
