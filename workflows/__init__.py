"""The heart: what a request is and how it runs. Pure: no clock, files, environment, logging or network."""
