"""Rules beside rules: two packs or versions side by side, and one dwelling under every pack at once."""
