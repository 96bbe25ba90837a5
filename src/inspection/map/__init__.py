"""Housing on a map: municipalities as the ground, dwellings by risk group; no tiles from outside."""
