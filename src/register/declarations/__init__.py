"""What employers declare, as versions that are never edited."""
