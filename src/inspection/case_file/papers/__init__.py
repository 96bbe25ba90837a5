"""The papers of a bundle besides letters: set from what the case holds, each in a module of its own."""
