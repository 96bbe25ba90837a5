"""What every room of the house uses and no room owns: session, audit, clock, permissions, calendar, PDF."""
