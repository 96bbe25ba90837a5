"""What an employer houses in all, with the firms it is linked to, and where each link comes from."""
