"""What public registers say of addresses, companies and buildings: asked only when configured, kept with origin."""
