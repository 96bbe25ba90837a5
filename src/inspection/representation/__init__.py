"""Who represents a party in a case (*partsrepræsentant*, FVL § 8), and gets a copy of each letter to it."""
