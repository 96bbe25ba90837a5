"""Photos and documents that show what is declared: asked for by room and dwelling, stored, withdrawn, never deleted."""
