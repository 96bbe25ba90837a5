"""The words of letters before their lawyer: read, approved by one, confirmed by another, withdrawn."""
