"""The places: addresses where workers are housed."""
