"""The state of a request: its values, its events, and how each event changes it. Imports only `frozen`."""
