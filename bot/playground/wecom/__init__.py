"""A small, stateful, honest 企业微信 for the playground: its API, its callbacks, its members."""
